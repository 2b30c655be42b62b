package dev.routeface.server.cassandra;

/**
 * What a change may do to the tables: whole rows put or deleted, each with the sequence of its
 * audit entry as the time of writing. So what is done twice, or late, changes nothing that came
 * after.
 */
enum Verb {
  PUT_ENTRY(
      "INSERT INTO audit (page, sequence, time, actor, action, objects, details, previous, hash)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?"),
  PUT_COLLECTION(
      "INSERT INTO collections (part, id, contract, dimension, turn, key, description, compatible,"
          + " subjects, faces, generation, version, created, changed)"
          + " VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?"),
  DELETE_COLLECTION("DELETE FROM collections USING TIMESTAMP ? WHERE part = 0 AND id = ?"),
  PUT_SUBJECT(
      "INSERT INTO subjects (collection, bucket, subject, key, profile, retention, faces, version,"
          + " created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?"),
  DELETE_SUBJECT(
      "DELETE FROM subjects USING TIMESTAMP ? WHERE collection = ? AND bucket = ? AND subject = ?"),
  DELETE_SUBJECTS("DELETE FROM subjects USING TIMESTAMP ? WHERE collection = ? AND bucket = ?"),
  PUT_FACE(
      "INSERT INTO faces_%d (collection, turn, bucket, subject, face, number, enrolled, sealed,"
          + " template) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?"),
  DELETE_FACE(
      "DELETE FROM faces_%d USING TIMESTAMP ?"
          + " WHERE collection = ? AND turn = ? AND bucket = ? AND subject = ? AND face = ?"),
  DELETE_FACES_OF(
      "DELETE FROM faces_%d USING TIMESTAMP ?"
          + " WHERE collection = ? AND turn = ? AND bucket = ? AND subject = ?"),
  DELETE_FACES(
      "DELETE FROM faces_%d USING TIMESTAMP ?"
          + " WHERE collection = ? AND turn = ? AND bucket = ?"),
  /** A day is how long a repeated request is known. */
  PUT_REPEAT(
      "INSERT INTO repeats (actor, key, tag, faces, time) VALUES (?, ?, ?, ?, ?)"
          + " USING TIMESTAMP ? AND TTL 86400");

  private final String cql;

  Verb(String cql) {
    this.cql = cql;
  }

  String cql(int dimension) {
    return cql.formatted(dimension);
  }

  /** Whether the sequence is the first value, and not the last. */
  boolean deletes() {
    return cql.startsWith("DELETE");
  }
}
