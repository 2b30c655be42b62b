package dev.routeface.server.gallery;

/**
 * A collection on its way to another store.
 *
 * @param templateKey 32 bytes, secret: what its templates were turned with
 */
public record CollectionCopy(FaceCollection collection, byte[] templateKey) {
  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "CollectionCopy[collection=" + collection + "]";
  }
}
