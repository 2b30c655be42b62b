package dev.routeface.server.cassandra;

/** The rows of a gallery, all asked in the same way. */
record Tables(CollectionRows collections, SubjectRows subjects, FaceRows faces) {
  static Tables of(Ask ask, Seals seals) {
    return new Tables(
        new CollectionRows(ask), new SubjectRows(ask, seals), new FaceRows(ask, seals));
  }
}
