package dev.routeface.eval.protocol;

import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.UnitVectors;
import java.util.function.Function;

/** A way of judging an embedder. Needs embeddings only: no engine, no image. */
public sealed interface Protocol permits OpenSet, PairSet {
  /**
   * Judges.
   *
   * @param embedder gives one row per image of a data set, in its order
   * @throws IllegalArgumentException if it gives another number of rows
   */
  Result judge(Function<FaceDataset, UnitVectors> embedder);

  /** The embeddings of a data set, counted. */
  static UnitVectors embed(Function<FaceDataset, UnitVectors> embedder, FaceDataset faces) {
    UnitVectors vectors = embedder.apply(faces);
    if (vectors.size() != faces.size()) {
      throw new IllegalArgumentException(
          "expected an embedding for each of %d images, found %d"
              .formatted(faces.size(), vectors.size()));
    }
    return vectors;
  }
}
