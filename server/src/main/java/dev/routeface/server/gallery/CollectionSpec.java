package dev.routeface.server.gallery;

/**
 * A collection before it exists.
 *
 * @param id unique in a gallery
 * @param contract the embedding contract ({@code ec_...}) of everything enrolled
 * @param dimension floats per embedding
 */
public record CollectionSpec(
    String id, String contract, int dimension, CollectionSettings settings) {
  public CollectionSpec {
    Name.checked("collection", id);
    Name.checked("contract", contract);
    if (dimension < 2 || dimension > 8192) {
      throw new IllegalArgumentException(
          "dimension: expected 2 to 8192, found %d".formatted(dimension));
    }
  }
}
