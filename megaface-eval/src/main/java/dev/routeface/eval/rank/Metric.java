package dev.routeface.eval.rank;

/** How the product of a probe and a gallery row becomes their score; never falls as it rises. */
public sealed interface Metric {
  /** The product itself: the cosine of unit vectors. */
  record Cosine() implements Metric {}

  /**
   * Minus the squared Euclidean distance, for vectors of any length: twice the product plus the sum
   * of both offsets.
   *
   * @param probes {@code -(x . x)} of every probe
   * @param gallery the same of every gallery row
   */
  @SuppressWarnings("ArrayRecordComponent") // as large as a gallery; nothing compares metrics
  record MinusSquaredDistance(float[] probes, float[] gallery) implements Metric {}

  /** The score of one product. */
  default float score(float product, int probe, int row) {
    return this instanceof MinusSquaredDistance distance
        ? 2 * product + (distance.probes[probe] + distance.gallery[row])
        : product;
  }

  /**
   * Turns a probe's products with consecutive gallery rows into scores, in place.
   *
   * @param first gallery row of {@code products[0]}
   */
  default void toScores(int probe, int first, float[] products) {
    if (this instanceof MinusSquaredDistance distance) {
      float offset = distance.probes[probe];
      for (int i = 0; i < products.length; i++) {
        products[i] = 2 * products[i] + (offset + distance.gallery[first + i]);
      }
    }
  }

  /**
   * The least bound on the product of a probe and a gallery row, {@link #addend} included, whose
   * score can still reach {@code floor}; rounded down.
   *
   * @param error relative error of a sum of so many products
   */
  default float least(int probe, float floor, double error) {
    if (!(this instanceof MinusSquaredDistance distance) || Float.isInfinite(floor)) {
      return floor;
    }
    double offset = distance.probes[probe];
    return Math.nextDown(
        (float) ((floor - offset) / 2 - 2 * error * (Math.abs(floor) + Math.abs(offset))));
  }

  /** What a gallery row adds to the bound on its product; rounded up. */
  default float addend(int row, double error) {
    if (!(this instanceof MinusSquaredDistance distance)) {
      return 0;
    }
    double offset = distance.gallery[row];
    return Math.nextUp((float) (offset / 2 + 2 * error * Math.abs(offset)));
  }
}
