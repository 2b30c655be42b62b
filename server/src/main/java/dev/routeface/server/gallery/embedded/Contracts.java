package dev.routeface.server.gallery.embedded;

import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;

/** Embeddings are compared with those of their own contract, or of a certified one. */
final class Contracts {
  private Contracts() {}

  /** Refuses what may not be enrolled. */
  static void requireOwn(Stored collection, String contract, UnitVectors vectors) {
    require(collection, contract, vectors, contract.equals(collection.contract()));
  }

  /** Refuses what may not search. */
  static void requireOwnOrCompatible(Stored collection, String contract, UnitVectors vectors) {
    boolean compatible = collection.collection().spec().settings().compatible().contains(contract);
    require(collection, contract, vectors, compatible || contract.equals(collection.contract()));
  }

  private static void require(
      Stored collection, String contract, UnitVectors vectors, boolean allowed) {
    int dimension = collection.collection().dimension();
    if (!allowed) {
      throw mismatch(collection, "of contract " + collection.contract(), contract);
    } else if (vectors.dimension() != dimension) {
      throw mismatch(
          collection, "of " + dimension + " dimensions", Integer.toString(vectors.dimension()));
    }
  }

  private static GalleryException mismatch(Stored collection, String expected, String found) {
    return new GalleryException(
        Problem.CONTRACT_MISMATCH,
        "collection \"%s\": expected embeddings %s, found %s"
            .formatted(collection.id(), expected, found));
  }
}
