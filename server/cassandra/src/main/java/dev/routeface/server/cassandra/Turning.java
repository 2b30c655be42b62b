package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.routeface.server.gallery.FaceCollection;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.seal.DataKey;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Gives a collection a new template key. Templates are written under the new key into partitions of
 * their own, which nobody reads yet; then one change points the collection there. If anything in
 * the collection changed meanwhile, the copy is thrown away and made again.
 */
final class Turning {
  private static final int TRIES = 5;
  private static final int AT_ONCE = 256;

  private final Cql cql;
  private final Journal journal;
  private final Tables tables;
  private final Seals seals;

  Turning(Cql cql, Journal journal, Tables tables, Seals seals) {
    this.cql = cql;
    this.journal = journal;
    this.tables = tables;
    this.seals = seals;
  }

  FaceCollection turn(String actor, String id) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      journal.settleDoubts();
      Stored before = tables.collections().required(id);
      Stored after = next(before);
      copy(before, after);
      if (journal.change(actor, effects -> moveOver(effects, before, after))) {
        return after.collection();
      }
      delete(after);
    }
    throw new GalleryException(
        Problem.UNAVAILABLE,
        "cassandra: collection \"%s\" changed %d times while its templates were turned; nothing was changed"
            .formatted(id, TRIES));
  }

  private Stored next(Stored before) {
    FaceCollection c = before.collection();
    FaceCollection changed =
        new FaceCollection(
            c.spec(), c.subjects(), c.faces(), c.generation() + 1, c.version() + 1, c.created());
    byte[] key = seals.templateKey(changed, DataKey.random());
    return new Stored(changed, UUID.randomUUID(), key, 0);
  }

  private Change<Boolean> moveOver(Effects effects, Stored before, Stored after) {
    Stored now = tables.collections().required(before.id());
    if (now.changed() != before.changed()) {
      return Change.nothing(false);
    }
    CollectionRows.put(effects, after);
    FaceRows.deleteAll(effects, before);
    Map<String, String> details = Map.of("faces", "" + after.collection().faces());
    return Change.of(new AuditEvent("collection.rekey", List.of(before.id()), details), true);
  }

  /** Nothing that anybody reads is written, so that no entry has to stand for it. */
  private void copy(Stored before, Stored after) {
    Rotation rotation = new Rotation(seals.turning(before), seals.turning(after));
    for (int bucket = 0; bucket < Schema.BUCKETS; bucket++) {
      List<Row> rows = new ArrayList<>();
      for (Row row : tables.faces().bucket(before, bucket)) {
        rows.add(row);
        if (rows.size() == AT_ONCE) {
          write(rows, before, after, rotation);
          rows.clear();
        }
      }
      write(rows, before, after, rotation);
    }
  }

  private record Rotation(TemplateKey from, TemplateKey to) {
    FaceData turned(FaceData data) {
      return new FaceData(data.face(), to.turn(from.turnBack(data.vector())));
    }
  }

  private void write(List<Row> rows, Stored before, Stored after, Rotation rotation) {
    List<String> ids = rows.stream().map(row -> row.getString("subject")).toList();
    Map<String, Person> people = tables.subjects().some(before, ids);
    Effects effects = new Effects(cql, 1);
    for (Row row : rows) {
      Person person = people.get(row.getString("subject"));
      if (person != null) {
        FaceData data = tables.faces().open(before, person.key(), row);
        tables
            .faces()
            .put(effects, after, person.key(), rotation.turned(data), row.getLong("number"));
      }
    }
    cql.write(statements(effects));
  }

  private void delete(Stored copy) {
    Effects effects = new Effects(cql, 2);
    FaceRows.deleteAll(effects, copy);
    cql.write(statements(effects));
  }

  private List<BoundStatement> statements(Effects effects) {
    return effects.list().stream().map(effect -> effect.statement(cql)).toList();
  }
}
