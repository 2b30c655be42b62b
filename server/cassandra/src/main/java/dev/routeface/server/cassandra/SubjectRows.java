package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.seal.DataKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Subjects: a key each, sealed by the gallery's, and a profile sealed by that key. */
final class SubjectRows {
  /** A retention without an end: announced values are never null. */
  private static final long NEVER = Long.MAX_VALUE;

  private final Ask ask;
  private final Seals seals;

  SubjectRows(Ask ask, Seals seals) {
    this.ask = ask;
    this.seals = seals;
  }

  Optional<Person> find(Stored collection, String id) {
    return Optional.ofNullable(some(collection, List.of(id)).get(id));
  }

  Person required(Stored collection, String id) {
    return find(collection, id).orElseThrow(() -> missing(collection.id(), id));
  }

  static GalleryException missing(String collection, String id) {
    return new GalleryException(
        Problem.SUBJECT_NOT_FOUND,
        "there is no subject \"%s\" in collection \"%s\"".formatted(id, collection));
  }

  /** Those of the ids that are there. */
  Map<String, Person> some(Stored collection, Collection<String> ids) {
    Map<String, Person> found = new TreeMap<>();
    ids.stream()
        .distinct()
        .collect(Collectors.groupingBy(Schema::bucket))
        .forEach(
            (bucket, these) ->
                ask.rows(
                        "SELECT * FROM subjects"
                            + " WHERE collection = ? AND bucket = ? AND subject IN ?",
                        collection.id(),
                        bucket,
                        these)
                    .forEach(row -> found.put(row.getString("subject"), read(collection, row))));
    return found;
  }

  boolean exists(String collection, String id) {
    return Cql.one(
            ask.rows(
                "SELECT version FROM subjects"
                    + " WHERE collection = ? AND bucket = ? AND subject = ?",
                collection,
                Schema.bucket(id),
                id))
        .isPresent();
  }

  /** In the order of ids: as many of each bucket as there may be, and the first of them all. */
  List<Person> after(Stored collection, String id, int limit) {
    List<Person> people = new ArrayList<>();
    for (int bucket = 0; bucket < Schema.BUCKETS; bucket++) {
      ask.rows(
              "SELECT * FROM subjects"
                  + " WHERE collection = ? AND bucket = ? AND subject > ? LIMIT ?",
              collection.id(),
              bucket,
              id,
              limit)
          .forEach(row -> people.add(read(collection, row)));
    }
    return people.stream().sorted(Comparator.comparing(Person::id)).limit(limit).toList();
  }

  List<SubjectRef> all(String collection) {
    return refs(collection, NEVER, Comparator.comparing(due -> due.ref().subject()));
  }

  /** Whose retention has ended, the longest due first; reads every subject. */
  List<SubjectRef> due(String collection, Instant now) {
    return refs(collection, now.toEpochMilli(), Comparator.comparing(Due::until));
  }

  private record Due(SubjectRef ref, long until) {}

  private List<SubjectRef> refs(String collection, long until, Comparator<Due> order) {
    List<Due> refs = new ArrayList<>();
    for (int bucket = 0; bucket < Schema.BUCKETS; bucket++) {
      for (Row row :
          ask.rows(
              "SELECT subject, retention FROM subjects WHERE collection = ? AND bucket = ?",
              collection,
              bucket)) {
        SubjectRef ref = new SubjectRef(collection, row.getString("subject"));
        refs.add(new Due(ref, row.getLong("retention")));
      }
    }
    return refs.stream().filter(due -> due.until() <= until).sorted(order).map(Due::ref).toList();
  }

  /** Puts whoever it is there as they are now. */
  void put(Effects effects, Stored collection, Person person) {
    Subject s = person.subject();
    effects.add(
        Verb.PUT_SUBJECT,
        collection.id(),
        person.bucket(),
        person.id(),
        ByteBuffer.wrap(person.sealedKey()),
        ByteBuffer.wrap(seals.profile(collection, person)),
        s.profile().retentionUntil().map(Instant::toEpochMilli).orElse(NEVER),
        s.faces(),
        s.version(),
        s.created().toEpochMilli());
  }

  private Person read(Stored collection, Row row) {
    String id = row.getString("subject");
    byte[] sealedKey = Ask.bytes(row, "key");
    DataKey key = seals.openKey(collection, id, sealedKey);
    Optional<Instant> until =
        Optional.of(row.getLong("retention"))
            .filter(time -> time != NEVER)
            .map(Instant::ofEpochMilli);
    Subject bare =
        Seals.bare(
            new SubjectRef(collection.id(), id),
            row.getLong("faces"),
            row.getLong("version"),
            Instant.ofEpochMilli(row.getLong("created")));
    Subject whole =
        new Subject(
            bare.ref(),
            seals.openProfile(collection, bare, key, until, Ask.bytes(row, "profile")),
            bare.faces(),
            bare.version(),
            bare.created());
    return new Person(whole, key, sealedKey);
  }
}
