package dev.routeface.eval.devkit;

import java.util.Arrays;

/**
 * Exact verification counts, without a list of the negatives: for each positive pair how many
 * negatives lie strictly above it. Positives stand before negatives on ties.
 */
public final class Verification {
  /** By ascending count: of the negatives above each positive. */
  private final long[] above;

  private final long negatives;

  /**
   * Takes the array over.
   *
   * @param above negatives strictly above each positive, in any order
   */
  Verification(long[] above, long negatives) {
    this.above = above;
    this.negatives = negatives;
    Arrays.sort(above);
  }

  public int positives() {
    return above.length;
  }

  public long negatives() {
    return negatives;
  }

  /** True positive rate that at most {@code falsePositives} negatives go with. */
  public double tpr(long falsePositives) {
    int low = 0;
    int high = above.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (above[middle] <= falsePositives) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (double) low / above.length;
  }

  /**
   * True positive rate at a false positive rate, no curve in between: {@code tpr[floor(fpr n)]}.
   */
  public double tprAt(double fpr) {
    return tpr((long) Math.floor(fpr * negatives));
  }

  /** The devkit's curve: y over x, the false positive rate, thinned. */
  public ThinnedCurve curve() {
    ThinnedCurve.Pen pen = new ThinnedCurve.Pen();
    // The rate changes at these counts only, so that nothing can be kept in between.
    for (int i = 0; i < above.length; i++) {
      boolean last = i + 1 == above.length || above[i + 1] > above[i];
      if (last && above[i] < negatives) {
        pen.point(x(above[i]), (float) (i + 1) / above.length);
      }
    }
    return pen.end(1, 1);
  }

  private double x(long falsePositives) {
    return (float) falsePositives / negatives;
  }
}
