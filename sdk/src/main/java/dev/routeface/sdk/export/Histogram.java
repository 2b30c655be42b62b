package dev.routeface.sdk.export;

import java.nio.FloatBuffer;

/**
 * How often one map of a network takes which numbers, over all calibration faces: equal bins from
 * the lowest to the highest that occurs, found by a pass before.
 */
final class Histogram {
  /** As many as TensorRT's calibration has. */
  static final int BINS = 2048;

  private final double low;
  private final double high;
  private final long[] counts;

  /** Numbers from {@code low} to {@code high}, none of them counted yet. */
  Histogram(double low, double high) {
    this(low, high, new long[BINS]);
  }

  /** As above, with counts. */
  Histogram(double low, double high, long[] counts) {
    this.low = low;
    this.high = high;
    this.counts = counts;
  }

  void count(FloatBuffer values) {
    double perBin = high > low ? counts.length / (high - low) : 0;
    while (values.hasRemaining()) {
      int bin = (int) ((values.get() - low) * perBin);
      counts[Math.min(counts.length - 1, Math.max(0, bin))]++;
    }
  }

  double low() {
    return low;
  }

  double high() {
    return high;
  }

  int bins() {
    return counts.length;
  }

  long in(int bin) {
    return counts[bin];
  }

  /** The number at the lower border of a bin. */
  double border(int bin) {
    return low + (high - low) * bin / counts.length;
  }

  /** The bin that a number falls into, held within the bins there are. */
  int bin(double value) {
    double share = high > low ? (value - low) / (high - low) : 0;
    return (int) Math.max(0, Math.min(counts.length - 1, share * counts.length));
  }

  long total() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }
}
