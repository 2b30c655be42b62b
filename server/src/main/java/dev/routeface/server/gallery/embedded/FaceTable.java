package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import dev.routeface.server.gallery.embedded.SubjectTable.Person;
import dev.routeface.server.gallery.seal.Place;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Faces: template and attributes sealed together by the subject's key. Sealed are the template's
 * floats, little end first, and behind them the attributes as JSON.
 */
final class FaceTable {
  /**
   * A row as it is.
   *
   * @param number grows with enrolments
   * @param subject number of the person
   */
  record Sealed(long number, long subject, String id, Instant enrolled, byte[] content) {}

  private final Sql sql;

  FaceTable(Sql sql) {
    this.sql = sql;
  }

  void insert(Stored collection, Person person, FaceData data) {
    sql.update(
        "INSERT INTO face (id, subject, enrolled, sealed) VALUES (?, ?, ?, ?)",
        data.face().id(),
        person.number(),
        data.face().enrolled().toEpochMilli(),
        sealed(collection, person, data));
  }

  /** Writes a template anew, under the collection's generation. */
  void update(Stored collection, Person person, FaceData data) {
    sql.update(
        "UPDATE face SET sealed = ? WHERE id = ?",
        sealed(collection, person, data),
        data.face().id());
  }

  /** All faces of a subject, in the order of their enrolment. */
  List<FaceData> of(Stored collection, Person person) {
    return sql.list(
        "SELECT * FROM face WHERE subject = ? ORDER BY number",
        row -> opened(sealed(row), collection, person),
        person.number());
  }

  /**
   * @return whether the subject had such a face
   */
  boolean delete(Person person, String id) {
    return sql.update("DELETE FROM face WHERE id = ? AND subject = ?", id, person.number()) > 0;
  }

  int deleteAll(Person person) {
    return sql.update("DELETE FROM face WHERE subject = ?", person.number());
  }

  long deleteAll(Stored collection) {
    return sql.update(
        "DELETE FROM face WHERE subject IN (SELECT number FROM subject WHERE collection = ?)",
        collection.id());
  }

  /** Faces of all collections, still sealed, in the order of their enrolment. */
  List<Sealed> after(long number, int limit) {
    return sql.list(
        "SELECT * FROM face WHERE number > ? ORDER BY number LIMIT ?",
        FaceTable::sealed,
        number,
        limit);
  }

  private static Sealed sealed(ResultSet row) throws SQLException {
    return new Sealed(
        row.getLong("number"),
        row.getLong("subject"),
        row.getString("id"),
        Instant.ofEpochMilli(row.getLong("enrolled")),
        row.getBytes("sealed"));
  }

  /** Breaks a seal. */
  static FaceData opened(Sealed face, Stored collection, Person person) {
    String id = face.id();
    Instant enrolled = face.enrolled();
    byte[] opened = person.key().open(face.content(), place(collection, person, id, enrolled));
    float[] template = new float[collection.collection().dimension()];
    ByteBuffer content = ByteBuffer.wrap(opened).order(ByteOrder.LITTLE_ENDIAN);
    content.asFloatBuffer().get(template);
    content.position(template.length * Float.BYTES);
    Map<String, String> attributes = Json.map(StandardCharsets.UTF_8.decode(content).toString());
    return new FaceData(new Face(id, person.ref().subject(), enrolled, attributes), template);
  }

  private static byte[] sealed(Stored collection, Person person, FaceData data) {
    byte[] attributes = Json.of(data.face().attributes()).getBytes(StandardCharsets.UTF_8);
    ByteBuffer plain =
        ByteBuffer.allocate(data.vector().length * Float.BYTES + attributes.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : data.vector()) {
      plain.putFloat(value);
    }
    plain.put(attributes);
    Face face = data.face();
    return person.key().seal(plain.array(), place(collection, person, face.id(), face.enrolled()));
  }

  private static Place place(Stored collection, Person person, String id, Instant enrolled) {
    return Place.of(
        "face",
        collection.id(),
        person.ref().subject(),
        collection.contract(),
        id,
        collection.collection().generation(),
        enrolled.toEpochMilli());
  }
}
