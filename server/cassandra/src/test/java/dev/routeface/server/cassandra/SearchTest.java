package dev.routeface.server.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.cassandra.CassandraOptions.Reading;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.SearchQuery;
import dev.routeface.server.gallery.SearchResult;
import dev.routeface.server.gallery.Vectors;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What decides is what is sealed, whatever the index says. */
class SearchTest {
  private static final String FIRST = "call1 person0";

  private final Galleries nodes = Galleries.emptied("one");
  private final UnitVectors query = Vectors.random(1, 1, Calls.DIMENSION);

  @BeforeEach
  void people() {
    try (CassandraGallery store = nodes.open(Galleries.READING, Clock.systemUTC())) {
      Calls.create(store);
      store.enrol("key_1", Calls.enrolment(1));
    }
  }

  private SearchResult search(Reading reading, int candidates) {
    try (CassandraGallery store = nodes.open(reading, Clock.systemUTC())) {
      return store.search(new SearchQuery("staff", "ec_1", query, candidates));
    }
  }

  @Test
  void isExactWhereEveryFaceIsCompared() {
    SearchResult all = search(Galleries.SCANNING, 4);
    SearchResult proposed = search(Galleries.READING, 4);
    assertTrue(all.exact());
    assertFalse(proposed.exact());
    assertEquals(all.candidates(), proposed.candidates());
    assertEquals(FIRST, all.candidates().get(0).get(0).subject());
    assertEquals(Calls.PEOPLE, all.faces());
  }

  @Test
  void takesNoSimilarityFromTheIndex() {
    SearchResult before = search(Galleries.READING, Calls.PEOPLE);
    try (CqlSession session = nodes.session()) {
      Row row = row(session, FIRST);
      session.execute(
          "UPDATE one.faces_16 SET template = ? WHERE collection = ? AND turn = ? AND bucket = ?"
              + " AND subject = ? AND face = ?",
          FaceRows.vector(Vectors.random(9, 1, Calls.DIMENSION).row(0)),
          row.getString("collection"),
          row.getUuid("turn"),
          row.getInt("bucket"),
          FIRST,
          row.getString("face"));
    }
    assertEquals(before.candidates(), search(Galleries.READING, Calls.PEOPLE).candidates());
  }

  @Test
  void refusesAFaceThatWasPutToAnotherSubject() {
    try (CqlSession session = nodes.session()) {
      Row row = row(session, "call1 person1");
      session.execute(
          "INSERT INTO one.faces_16 (collection, turn, bucket, subject, face, enrolled, sealed,"
              + " template) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          row.getString("collection"),
          row.getUuid("turn"),
          Schema.bucket(FIRST),
          FIRST,
          row.getString("face"),
          row.getLong("enrolled"),
          row.getByteBuffer("sealed"),
          row.getVector("template", Float.class));
      GalleryException refused =
          assertThrows(GalleryException.class, () -> search(Galleries.READING, 1));
      assertEquals(Problem.DAMAGED, refused.problem());
      assertEquals(
          "face|staff|%s|ec_1|%s|1|%d: sealed data was changed, or belongs elsewhere"
              .formatted(FIRST, row.getString("face"), row.getLong("enrolled")),
          refused.getMessage());
    }
  }

  @Test
  void findsNobodyWhoseKeyIsGoneThoughAnIndexStillProposesThem() {
    try (CqlSession session = nodes.session()) {
      session.execute(
          "DELETE FROM one.subjects WHERE collection = 'staff' AND bucket = ? AND subject = ?",
          Schema.bucket(FIRST),
          FIRST);
    }
    for (Reading reading : List.of(Galleries.READING, Galleries.SCANNING)) {
      assertTrue(
          search(reading, Calls.PEOPLE).candidates().get(0).stream()
              .noneMatch(candidate -> candidate.subject().equals(FIRST)));
    }
  }

  private static Row row(CqlSession session, String subject) {
    return session
        .execute("SELECT * FROM one.faces_16 WHERE subject = ? ALLOW FILTERING", subject)
        .one();
  }
}
