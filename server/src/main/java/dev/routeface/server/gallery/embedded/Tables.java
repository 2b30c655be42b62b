package dev.routeface.server.gallery.embedded;

/** The tables through one connection, for one thread at a time. */
record Tables(
    Sql sql,
    CollectionTable collections,
    SubjectTable subjects,
    FaceTable faces,
    AuditTable audit,
    RepeatTable repeats) {
  static Tables of(Sql sql, Keys keys) {
    return new Tables(
        sql,
        new CollectionTable(sql, keys),
        new SubjectTable(sql, keys),
        new FaceTable(sql),
        new AuditTable(sql, keys),
        new RepeatTable(sql, keys));
  }
}
