package dev.routeface.eval.protocol;

import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.UnitVectors;
import java.util.List;

/** A way of judging an embedder. Needs embeddings only: no engine, no image. */
public sealed interface Protocol
    permits GroupErrors,
        IdentificationErrors,
        IjbIdentification,
        IjbVerification,
        OpenSet,
        PairSet {
  /**
   * Judges.
   *
   * @throws IllegalArgumentException if the model gives another number of rows than images
   */
  Result judge(FaceEmbedder embedder);

  /** The embeddings of a data set, counted. */
  static UnitVectors embed(FaceEmbedder embedder, FaceDataset faces) {
    UnitVectors vectors = embedder.embed(faces);
    if (vectors.size() != faces.size()) {
      throw new IllegalArgumentException(
          "expected an embedding for each of %d images, found %d"
              .formatted(faces.size(), vectors.size()));
    }
    return vectors;
  }

  /** Refuses rates of false alarms that nothing can be reported at. */
  static void requireRates(String what, List<Double> rates) {
    if (rates.isEmpty()) {
      throw new IllegalArgumentException("expected " + what + ", found none");
    }
    for (double rate : rates) {
      if (!(rate > 0 && rate <= 1)) {
        throw new IllegalArgumentException(
            "expected %s above 0 and at most 1, found %s".formatted(what, rate));
      }
    }
  }
}
