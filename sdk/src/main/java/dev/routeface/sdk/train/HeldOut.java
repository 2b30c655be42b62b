package dev.routeface.sdk.train;

import dev.routeface.sdk.math.UnitVectors;
import java.util.Arrays;

/**
 * Losses on images that training does not see, from embeddings alone. Plain Java.
 *
 * <p>A network with a teacher is measured by the distance to its embeddings, one without by how
 * well it tells unseen identities apart.
 */
public final class HeldOut {
  /** Makes logits of cosines; a convention, the same for every recipe. */
  private static final double SCALE = 16;

  private HeldOut() {}

  /** Mean squared distance of paired rows: what {@code Mimic} minimises, in 0..4. */
  public static double mimic(UnitVectors student, UnitVectors teacher) {
    double sum = 0;
    for (int row = 0; row < student.size(); row++) {
      float[] a = student.row(row);
      float[] b = teacher.row(row);
      for (int k = 0; k < a.length; k++) {
        sum += (double) (a[k] - b[k]) * (a[k] - b[k]);
      }
    }
    return sum / student.size();
  }

  /**
   * Cross-entropy of finding the identity of each image by the mean of its identity's other images
   * (prototypes of Snell et al., NeurIPS 2017, leaving the image itself out), cosines scaled by 16.
   * Identities with a single image only stand in the way.
   *
   * @param labels identity of each row, 0..C-1
   * @return natural logarithm units, at least 0
   */
  public static double prototype(UnitVectors vectors, int[] labels) {
    int dimension = vectors.dimension();
    int[] counts = new int[Arrays.stream(labels).max().orElse(0) + 1];
    double[][] sums = new double[counts.length][dimension];
    for (int row = 0; row < labels.length; row++) {
      counts[labels[row]]++;
      add(sums[labels[row]], vectors.row(row), 1);
    }
    double loss = 0;
    int measured = 0;
    for (int row = 0; row < labels.length; row++) {
      if (counts[labels[row]] > 1) {
        loss += surprise(vectors.row(row), labels[row], sums);
        measured++;
      }
    }
    return measured == 0 ? 0 : loss / measured;
  }

  /** Minus the log-probability of the right identity. */
  private static double surprise(float[] row, int label, double[][] sums) {
    add(sums[label], row, -1);
    double right = 0;
    double total = 0;
    for (int c = 0; c < sums.length; c++) {
      double logit = SCALE * cosine(row, sums[c]);
      right = c == label ? logit : right;
      total += Math.exp(logit);
    }
    add(sums[label], row, 1);
    return Math.log(total) - right;
  }

  /** Cosine with a sum that need not be of unit length; 0 where the sum is empty. */
  private static double cosine(float[] row, double[] sum) {
    double dot = 0;
    double square = 0;
    for (int k = 0; k < row.length; k++) {
      dot += row[k] * sum[k];
      square += sum[k] * sum[k];
    }
    return square < 1e-12 ? 0 : dot / Math.sqrt(square);
  }

  private static void add(double[] sum, float[] row, int sign) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += sign * row[k];
    }
  }
}
