package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import dev.routeface.server.gallery.seal.DataKey;
import dev.routeface.server.gallery.seal.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Subjects: a key each, sealed by the gallery's, and a profile sealed by that key. */
final class SubjectTable {
  /**
   * Whose faces are whose.
   *
   * @param number names a subject in other tables
   * @param key of everything kept of the subject
   */
  record Person(long number, SubjectRef ref, DataKey key) {}

  /** A row of a subject with its key still sealed; equal while the subject is the same. */
  record Kept(long number, SubjectRef ref, ByteBuffer sealedKey) {
    DataKey open(Keys keys, Stored collection) {
      Place place = keyPlace(collection, ref.subject());
      return new DataKey(keys.wrapping().open(sealedKey.array(), place));
    }
  }

  /**
   * A subject to insert, sealed; made without a transaction.
   *
   * @param sealedKey by the gallery's
   * @param profile by the subject's own key
   */
  record Newcomer(Subject subject, DataKey key, byte[] sealedKey, byte[] profile) {
    static Newcomer of(Keys keys, Stored collection, Subject subject) {
      byte[] secret = DataKey.random();
      DataKey key = new DataKey(secret);
      Place place = keyPlace(collection, subject.ref().subject());
      return new Newcomer(
          subject, key, keys.wrapping().seal(secret, place), sealed(collection, subject, key));
    }
  }

  private static final String CONSENT = "consent";

  private final Sql sql;
  private final Keys keys;

  SubjectTable(Sql sql, Keys keys) {
    this.sql = sql;
    this.keys = keys;
  }

  static GalleryException exists(SubjectRef ref) {
    return new GalleryException(
        Problem.SUBJECT_EXISTS,
        "there is a subject \"%s\" in collection \"%s\" already"
            .formatted(ref.subject(), ref.collection()));
  }

  static GalleryException missing(Stored collection, String id) {
    return new GalleryException(
        Problem.SUBJECT_NOT_FOUND,
        "there is no subject \"%s\" in collection \"%s\"".formatted(id, collection.id()));
  }

  Optional<Kept> kept(Stored collection, String id) {
    return sql.one(
        "SELECT number, id, data_key FROM subject WHERE collection = ? AND id = ?",
        row -> kept(row, collection),
        collection.id(),
        id);
  }

  Optional<Person> find(Stored collection, String id) {
    return kept(collection, id).map(kept -> person(kept, collection));
  }

  Person required(Stored collection, String id) {
    return find(collection, id).orElseThrow(() -> missing(collection, id));
  }

  /** Read of the row alone: what is damaged can be erased. */
  long version(Stored collection, String id) {
    return sql.one(
            "SELECT version FROM subject WHERE collection = ? AND id = ?",
            row -> row.getLong(1),
            collection.id(),
            id)
        .orElseThrow(() -> missing(collection, id));
  }

  List<Subject> after(Stored collection, String id, int limit) {
    return sql.list(
        "SELECT * FROM subject WHERE collection = ? AND id > ? ORDER BY id LIMIT ?",
        row -> subject(row, collection),
        collection.id(),
        id,
        limit);
  }

  /** Whose row this is, in a collection that {@code collections} finds by its id. */
  Optional<Person> find(long number, Function<String, Stored> collections) {
    return sql.one(
        "SELECT number, id, data_key, collection FROM subject WHERE number = ?",
        row -> person(row, collections.apply(row.getString("collection"))),
        number);
  }

  /** All that is said of a person. */
  Optional<Subject> subject(Stored collection, String id) {
    return sql.one(
        "SELECT * FROM subject WHERE collection = ? AND id = ?",
        row -> subject(row, collection),
        collection.id(),
        id);
  }

  List<SubjectRef> everywhere(String id) {
    return sql.list(
        "SELECT collection FROM subject WHERE id = ? ORDER BY collection",
        row -> new SubjectRef(row.getString(1), id),
        id);
  }

  /** Whose retention has ended, the longest due first. */
  List<SubjectRef> due(Instant now, int limit) {
    return sql.list(
        "SELECT collection, id FROM subject WHERE retention_until <= ?"
            + " ORDER BY retention_until, number LIMIT ?",
        row -> new SubjectRef(row.getString(1), row.getString(2)),
        now.toEpochMilli(),
        limit);
  }

  List<SubjectRef> all(String collection) {
    return sql.list(
        "SELECT id FROM subject WHERE collection = ? ORDER BY id",
        row -> new SubjectRef(collection, row.getString(1)),
        collection);
  }

  Person insert(Stored collection, Subject subject) {
    Newcomer newcomer = Newcomer.of(keys, collection, subject);
    return new Person(insert(newcomer), subject.ref(), newcomer.key());
  }

  /**
   * @return the number of the row
   */
  long insert(Newcomer newcomer) {
    Subject subject = newcomer.subject();
    SubjectRef ref = subject.ref();
    sql.update(
        "INSERT INTO subject (collection, id, version, created, retention_until, faces, data_key,"
            + " profile) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ref.collection(),
        ref.subject(),
        subject.version(),
        subject.created().toEpochMilli(),
        retention(subject),
        subject.faces(),
        newcomer.sealedKey(),
        newcomer.profile());
    return sql.one("SELECT last_insert_rowid()", row -> row.getLong(1)).orElseThrow();
  }

  void update(Stored collection, Person person, Subject changed) {
    sql.update(
        "UPDATE subject SET version = ?, retention_until = ?, profile = ? WHERE number = ?",
        changed.version(),
        retention(changed),
        sealed(collection, changed, person.key()),
        person.number());
  }

  void count(long number, int faces) {
    sql.update("UPDATE subject SET faces = faces + ? WHERE number = ?", faces, number);
  }

  void deleteAll(Stored collection) {
    sql.update("DELETE FROM subject WHERE collection = ?", collection.id());
  }

  void delete(Person person) {
    sql.update("DELETE FROM subject WHERE number = ?", person.number());
  }

  private static Kept kept(ResultSet row, Stored collection) throws SQLException {
    SubjectRef ref = new SubjectRef(collection.id(), row.getString("id"));
    return new Kept(row.getLong("number"), ref, ByteBuffer.wrap(row.getBytes("data_key")));
  }

  private Person person(Kept kept, Stored collection) {
    return new Person(kept.number(), kept.ref(), kept.open(keys, collection));
  }

  private Person person(ResultSet row, Stored collection) throws SQLException {
    return person(kept(row, collection), collection);
  }

  private Subject subject(ResultSet row, Stored collection) throws SQLException {
    Person person = person(row, collection);
    long until = row.getLong("retention_until");
    Optional<Instant> retention =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(until));
    long version = row.getLong("version");
    Instant created = Instant.ofEpochMilli(row.getLong("created"));
    Place place = profilePlace(collection, person.ref().subject(), version, created, retention);
    Profile profile = profile(person.key().open(row.getBytes("profile"), place), retention);
    return new Subject(person.ref(), profile, row.getLong("faces"), version, created);
  }

  private static Long retention(Subject subject) {
    return subject.profile().retentionUntil().map(Instant::toEpochMilli).orElse(null);
  }

  private static byte[] sealed(Stored collection, Subject subject, DataKey key) {
    Profile profile = subject.profile();
    // Metadata stands behind a sign, so that no name of the caller's can be taken for ours.
    Map<String, String> texts = new HashMap<>(Map.of(CONSENT, profile.consent()));
    profile.metadata().forEach((name, value) -> texts.put("." + name, value));
    Place place =
        profilePlace(
            collection,
            subject.ref().subject(),
            subject.version(),
            subject.created(),
            profile.retentionUntil());
    return key.seal(Json.of(texts).getBytes(StandardCharsets.UTF_8), place);
  }

  private static Profile profile(byte[] opened, Optional<Instant> retention) {
    Map<String, String> texts = Json.map(new String(opened, StandardCharsets.UTF_8));
    Map<String, String> metadata = new HashMap<>();
    texts.forEach(
        (name, value) -> {
          if (name.startsWith(".")) {
            metadata.put(name.substring(1), value);
          }
        });
    return new Profile(texts.get(CONSENT), retention, metadata);
  }

  private static Place keyPlace(Stored collection, String subject) {
    return Place.of("subject key", collection.id(), subject, collection.contract());
  }

  private static Place profilePlace(
      Stored collection, String subject, long version, Instant created, Optional<Instant> until) {
    return Place.of(
        "profile",
        collection.id(),
        subject,
        collection.contract(),
        version,
        created.toEpochMilli(),
        until.map(Instant::toEpochMilli));
  }
}
