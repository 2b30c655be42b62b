package dev.routeface.server.gallery;

import java.time.Instant;

/**
 * A collection as it stands.
 *
 * @param subjects people in it
 * @param faces enrolled embeddings
 * @param generation how many template keys it has had; a {@link GalleryStore#rekey} adds one
 * @param version grows with settings and generation, not with enrolments; for ETags
 * @param created whole milliseconds
 */
public record FaceCollection(
    CollectionSpec spec, long subjects, long faces, int generation, long version, Instant created) {
  public String id() {
    return spec.id();
  }

  public String contract() {
    return spec.contract();
  }

  public int dimension() {
    return spec.dimension();
  }
}
