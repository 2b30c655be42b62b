package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.FaceCollection;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.seal.Place;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Collections and their sealed template keys. */
final class CollectionTable {
  /**
   * A collection with its key still sealed.
   *
   * @param sealedKey bound to everything in the collection but its counts
   */
  record Stored(FaceCollection collection, byte[] sealedKey) {
    String id() {
      return collection.id();
    }

    String contract() {
      return collection.contract();
    }
  }

  private final Sql sql;
  private final Keys keys;

  CollectionTable(Sql sql, Keys keys) {
    this.sql = sql;
    this.keys = keys;
  }

  Optional<Stored> find(String id) {
    return sql.one("SELECT * FROM collection WHERE id = ?", CollectionTable::read, id);
  }

  Stored required(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new GalleryException(
                    Problem.COLLECTION_NOT_FOUND, "there is no collection \"" + id + "\""));
  }

  List<Stored> after(String id, int limit) {
    return sql.list(
        "SELECT * FROM collection WHERE id > ? ORDER BY id LIMIT ?",
        CollectionTable::read,
        id,
        limit);
  }

  void insert(FaceCollection collection, byte[] templateKey) {
    if (find(collection.id()).isPresent()) {
      throw new GalleryException(
          Problem.COLLECTION_EXISTS, "there is a collection \"" + collection.id() + "\" already");
    }
    write("INSERT", collection, templateKey);
  }

  /** Writes a collection again, with its key sealed to what it says now. */
  void replace(FaceCollection collection, byte[] templateKey) {
    write("REPLACE", collection, templateKey);
  }

  void count(String id, long subjects, long faces) {
    sql.update(
        "UPDATE collection SET subjects = subjects + ?, faces = faces + ? WHERE id = ?",
        subjects,
        faces,
        id);
  }

  void delete(String id) {
    sql.update("DELETE FROM collection WHERE id = ?", id);
  }

  /** The 32 bytes of a template key. */
  byte[] openKey(Stored stored) {
    return keys.wrapping().open(stored.sealedKey(), place(stored.collection()));
  }

  TemplateKey templateKey(Stored stored) {
    return new TemplateKey(openKey(stored), stored.collection().dimension());
  }

  private void write(String verb, FaceCollection c, byte[] templateKey) {
    sql.update(
        verb + " INTO collection VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        c.id(),
        c.contract(),
        c.dimension(),
        c.spec().settings().description(),
        Json.of(c.spec().settings().compatible()),
        c.generation(),
        c.version(),
        c.created().toEpochMilli(),
        c.subjects(),
        c.faces(),
        keys.wrapping().seal(templateKey, place(c)));
  }

  private static Place place(FaceCollection c) {
    return Place.of(
        "template key",
        c.id(),
        c.contract(),
        c.dimension(),
        c.spec().settings().description(),
        c.spec().settings().compatible(),
        c.generation(),
        c.version(),
        c.created().toEpochMilli());
  }

  private static Stored read(ResultSet row) throws SQLException {
    CollectionSettings settings =
        new CollectionSettings(
            row.getString("description"), new TreeSet<>(Json.list(row.getString("compatible"))));
    CollectionSpec spec =
        new CollectionSpec(
            row.getString("id"), row.getString("contract"), row.getInt("dimension"), settings);
    FaceCollection collection =
        new FaceCollection(
            spec,
            row.getLong("subjects"),
            row.getLong("faces"),
            row.getInt("generation"),
            row.getLong("version"),
            Instant.ofEpochMilli(row.getLong("created")));
    return new Stored(collection, row.getBytes("template_key"));
  }
}
