package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.CqlVector;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.cassandra.CassandraOptions.Reading;
import dev.routeface.server.gallery.SearchQuery;
import dev.routeface.server.gallery.SearchResult;
import dev.routeface.server.gallery.SearchResult.Candidate;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * People by their best face. The index of each bucket proposes faces nearby; each proposal is
 * unsealed and compared exactly. So a similarity is exact, the list may lack somebody, and whoever
 * was erased is not on it even if an index still proposes their faces: their key is gone.
 */
final class Search {
  private static final int ROWS = 1000;

  private final Cql cql;
  private final Tables tables;
  private final Seals seals;
  private final Reading reading;

  Search(Cql cql, Tables tables, Seals seals, Reading reading) {
    this.cql = cql;
    this.tables = tables;
    this.seals = seals;
    this.reading = reading;
  }

  SearchResult of(SearchQuery query) {
    return tables
        .collections()
        .steadily(query.collection(), collection -> search(collection, query));
  }

  private SearchResult search(Stored collection, SearchQuery query) {
    Contracts.requireOwnOrCompatible(collection, query.contract(), query.queries());
    float[][] turned = turned(query.queries(), seals.turning(collection));
    List<Best> best =
        reading.scan() ? scan(collection, turned) : propose(collection, turned, query.candidates());
    List<List<Candidate>> lists =
        best.stream().map(found -> found.candidates(query.candidates())).toList();
    return new SearchResult(lists, collection.collection().faces(), reading.scan());
  }

  private List<Best> propose(Stored collection, float[][] queries, int candidates) {
    List<Best> all = new ArrayList<>();
    for (float[] query : queries) {
      List<Row> rows = Outage.guard(() -> proposals(collection, query, candidates));
      all.add(new Best(query));
      compare(collection, rows, all.subList(all.size() - 1, all.size()));
    }
    return all;
  }

  /** All buckets are asked at once. */
  private List<Row> proposals(Stored collection, float[] query, int candidates) {
    CqlVector<Float> near = FaceRows.vector(query);
    List<CompletionStage<AsyncResultSet>> asked = new ArrayList<>();
    for (int bucket = 0; bucket < Schema.BUCKETS; bucket++) {
      asked.add(
          cql.nearby(
              cql.bind(
                  ("SELECT subject, face, enrolled, sealed FROM faces_%d"
                          + " WHERE collection = ? AND turn = ? AND bucket = ?"
                          + " ORDER BY template ANN OF ? LIMIT ?")
                      .formatted(collection.dimension()),
                  collection.id(),
                  collection.turn(),
                  bucket,
                  near,
                  Math.max(candidates, reading.candidates()))));
    }
    List<Row> rows = new ArrayList<>();
    asked.forEach(answer -> Cql.await(answer).currentPage().forEach(rows::add));
    return rows;
  }

  private List<Best> scan(Stored collection, float[][] queries) {
    List<Best> all = new ArrayList<>();
    for (float[] query : queries) {
      all.add(new Best(query));
    }
    for (int bucket = 0; bucket < Schema.BUCKETS; bucket++) {
      List<Row> rows = new ArrayList<>();
      for (Row row : tables.faces().bucket(collection, bucket)) {
        rows.add(row);
        if (rows.size() == ROWS) {
          compare(collection, rows, all);
          rows.clear();
        }
      }
      compare(collection, rows, all);
    }
    return all;
  }

  private void compare(Stored collection, List<Row> rows, List<Best> queries) {
    List<String> ids = rows.stream().map(row -> row.getString("subject")).toList();
    Map<String, Person> people = tables.subjects().some(collection, ids);
    for (Row row : rows) {
      Person person = people.get(row.getString("subject"));
      if (person != null) {
        FaceData data = tables.faces().open(collection, person.key(), row);
        queries.forEach(query -> query.see(data));
      }
    }
  }

  private static float[][] turned(UnitVectors queries, TemplateKey key) {
    float[][] turned = new float[queries.size()][];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = key.turn(queries.row(i));
    }
    return turned;
  }

  /** The best face of everybody seen. */
  private static final class Best {
    private final float[] query;
    private final Map<String, Candidate> people = new TreeMap<>();

    Best(float[] query) {
      this.query = query;
    }

    void see(FaceData data) {
      float similarity = Rows.product(query, data.vector());
      String subject = data.face().subject();
      people.merge(
          subject,
          new Candidate(subject, data.face().id(), similarity, 0),
          (a, b) -> b.similarity() > a.similarity() ? b : a);
    }

    List<Candidate> candidates(int most) {
      List<Candidate> ranked = new ArrayList<>();
      people.values().stream()
          .sorted((a, b) -> Float.compare(b.similarity(), a.similarity()))
          .limit(most)
          .forEach(
              c ->
                  ranked.add(
                      new Candidate(c.subject(), c.face(), c.similarity(), ranked.size() + 1)));
      return ranked;
    }
  }
}
