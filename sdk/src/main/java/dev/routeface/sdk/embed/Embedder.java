package dev.routeface.sdk.embed;

import dev.routeface.models.card.Preparation;
import dev.routeface.sdk.math.UnitVectors;

/** A network that makes unit vectors of prepared faces, whatever engine runs it. */
public interface Embedder extends AutoCloseable {
  /** What its images go through. */
  Preparation preparation();

  /** Size of the embedding. */
  int dimension();

  /** Digest of the weights or graph: the same digest gives the same embeddings. */
  String sha256();

  /**
   * Embeds a batch as the network does, lengths included.
   *
   * @param images prepared faces, (N, 3, H, W)
   * @param count N
   * @return (N, D), row-major, the caller's own
   */
  float[] raw(float[] images, int count);

  /**
   * Embeds a batch.
   *
   * @param images prepared faces, (N, 3, H, W)
   * @param count N
   * @return (N, D)
   * @throws IllegalArgumentException if an embedding is zero or not finite
   */
  default UnitVectors embed(float[] images, int count) {
    return UnitVectors.normalise(dimension(), raw(images, count));
  }

  /** Whether several threads may ask it at a time, and each then uses no core but its own. */
  default boolean sideBySide() {
    return false;
  }

  @Override
  void close();
}
