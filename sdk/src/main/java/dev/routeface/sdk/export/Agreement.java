package dev.routeface.sdk.export;

import dev.routeface.sdk.math.UnitVectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How alike the embeddings of the same faces by two models are.
 *
 * @param faces how many were compared, at least 1
 * @param difference largest absolute difference of two numbers
 * @param mean mean cosine
 * @param low cosine that a twentieth of the faces stays below: the 5 % quantile, by nearest rank
 */
public record Agreement(int faces, double difference, double mean, double low) {
  /** Rows of the same faces in the same order. */
  public static Agreement of(UnitVectors one, UnitVectors other) {
    double[] cosines =
        IntStream.range(0, one.size())
            .mapToDouble(i -> cosine(one.row(i), other.row(i)))
            .sorted()
            .toArray();
    double difference =
        IntStream.range(0, one.size())
            .mapToDouble(i -> difference(one.row(i), other.row(i)))
            .max()
            .orElse(0);
    return new Agreement(
        cosines.length,
        difference,
        DoubleStream.of(cosines).average().orElse(1),
        cosines[(int) Math.ceil(cosines.length / 20.0) - 1]);
  }

  /** In doubles, for it is the distance from one that counts. */
  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double lengths = 0;
    double other = 0;
    for (int k = 0; k < a.length; k++) {
      product += (double) a[k] * b[k];
      lengths += (double) a[k] * a[k];
      other += (double) b[k] * b[k];
    }
    return product / Math.sqrt(lengths * other);
  }

  private static double difference(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(k -> Math.abs(a[k] - b[k])).max().orElse(0);
  }
}
