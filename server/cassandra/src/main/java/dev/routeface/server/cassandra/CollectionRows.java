package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.FaceCollection;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Collections, all in one partition: there are few of them, and they are listed in order. */
final class CollectionRows {
  private final Ask ask;

  CollectionRows(Ask ask) {
    this.ask = ask;
  }

  Optional<Stored> find(String id) {
    return Cql.one(ask.rows("SELECT * FROM collections WHERE part = 0 AND id = ?", id))
        .map(CollectionRows::read);
  }

  Stored required(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new GalleryException(
                    Problem.COLLECTION_NOT_FOUND, "there is no collection \"" + id + "\""));
  }

  /**
   * What is read of a collection, read again if its templates were turned meanwhile: the partitions
   * that were asked may have been emptied.
   */
  <T> T steadily(String id, Function<Stored, T> read) {
    Stored stored = required(id);
    T answer = read.apply(stored);
    return required(id).turn().equals(stored.turn()) ? answer : steadily(id, read);
  }

  List<Stored> after(String id, int limit) {
    List<Stored> found = new ArrayList<>();
    ask.rows("SELECT * FROM collections WHERE part = 0 AND id > ? LIMIT ?", id, limit)
        .forEach(row -> found.add(read(row)));
    return found;
  }

  List<Stored> all() {
    return after("", Integer.MAX_VALUE);
  }

  static void put(Effects effects, Stored stored) {
    FaceCollection c = stored.collection();
    effects.add(
        Verb.PUT_COLLECTION,
        c.id(),
        c.contract(),
        c.dimension(),
        stored.turn(),
        ByteBuffer.wrap(stored.sealedKey()),
        c.spec().settings().description(),
        c.spec().settings().compatible(),
        c.subjects(),
        c.faces(),
        c.generation(),
        c.version(),
        c.created().toEpochMilli(),
        effects.sequence());
  }

  private static Stored read(Row row) {
    CollectionSettings settings =
        new CollectionSettings(
            row.getString("description"), row.getSet("compatible", String.class));
    FaceCollection collection =
        new FaceCollection(
            new CollectionSpec(
                row.getString("id"), row.getString("contract"), row.getInt("dimension"), settings),
            row.getLong("subjects"),
            row.getLong("faces"),
            row.getInt("generation"),
            row.getLong("version"),
            Instant.ofEpochMilli(row.getLong("created")));
    return new Stored(
        collection, row.getUuid("turn"), Ask.bytes(row, "key"), row.getLong("changed"));
  }
}
