package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.CqlVector;
import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.seal.DataKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Faces. Each template lies there twice: sealed, which is the truth, and bare but turned by the
 * secret template key, which is what the index can read.
 */
final class FaceRows {
  private final Ask ask;
  private final Seals seals;

  FaceRows(Ask ask, Seals seals) {
    this.ask = ask;
    this.seals = seals;
  }

  /** All faces of a subject, in the order of their enrolment. */
  List<FaceData> of(Stored collection, Person person) {
    List<Row> rows = new ArrayList<>();
    ask.rows(
            ("SELECT subject, face, number, enrolled, sealed FROM faces_%d"
                    + " WHERE collection = ? AND turn = ? AND bucket = ? AND subject = ?")
                .formatted(collection.dimension()),
            collection.id(),
            collection.turn(),
            person.bucket(),
            person.id())
        .forEach(rows::add);
    return rows.stream()
        .sorted(Comparator.comparingLong(row -> row.getLong("number")))
        .map(row -> open(collection, person.key(), row))
        .toList();
  }

  /** One partition, subject by subject. */
  Iterable<Row> bucket(Stored collection, int bucket) {
    return ask.rows(
        ("SELECT subject, face, number, enrolled, sealed FROM faces_%d"
                + " WHERE collection = ? AND turn = ? AND bucket = ?")
            .formatted(collection.dimension()),
        collection.id(),
        collection.turn(),
        bucket);
  }

  FaceData open(Stored collection, DataKey key, Row row) {
    Face bare =
        new Face(
            row.getString("face"),
            row.getString("subject"),
            Instant.ofEpochMilli(row.getLong("enrolled")),
            Map.of());
    return seals.openFace(collection, key, bare, Ask.bytes(row, "sealed"));
  }

  /** The number of a new face: in a gallery it grows with every one that is put. */
  static long number(Effects effects, int place) {
    return (effects.sequence() << 20) + place;
  }

  void put(Effects effects, Stored collection, DataKey key, FaceData data, long number) {
    effects.addFaces(
        Verb.PUT_FACE,
        collection.dimension(),
        collection.id(),
        collection.turn(),
        Schema.bucket(data.face().subject()),
        data.face().subject(),
        data.face().id(),
        number,
        data.face().enrolled().toEpochMilli(),
        ByteBuffer.wrap(seals.face(collection, key, data)),
        vector(data.vector()));
  }

  static void deleteOf(Effects effects, Stored collection, String subject) {
    effects.addFaces(
        Verb.DELETE_FACES_OF,
        collection.dimension(),
        collection.id(),
        collection.turn(),
        Schema.bucket(subject),
        subject);
  }

  static void deleteAll(Effects effects, Stored collection) {
    for (int bucket = 0; bucket < Schema.BUCKETS; bucket++) {
      effects.addFaces(
          Verb.DELETE_FACES, collection.dimension(), collection.id(), collection.turn(), bucket);
    }
  }

  static CqlVector<Float> vector(float[] values) {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return CqlVector.newInstance(list);
  }
}
