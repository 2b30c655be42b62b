package dev.routeface.server.cassandra;

import dev.routeface.server.gallery.FaceCollection;
import java.util.UUID;

/**
 * A collection with its template key still sealed.
 *
 * @param turn names the partitions with the templates of this key
 * @param sealedKey bound to everything in the collection but its counts
 * @param changed sequence of the last change of anything in it
 */
record Stored(FaceCollection collection, UUID turn, byte[] sealedKey, long changed) {
  String id() {
    return collection.id();
  }

  String contract() {
    return collection.contract();
  }

  int dimension() {
    return collection.dimension();
  }

  Stored counting(long subjects, long faces) {
    FaceCollection c = collection;
    return new Stored(
        new FaceCollection(
            c.spec(),
            c.subjects() + subjects,
            c.faces() + faces,
            c.generation(),
            c.version(),
            c.created()),
        turn,
        sealedKey,
        changed);
  }
}
