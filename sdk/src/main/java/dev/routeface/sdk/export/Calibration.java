package dev.routeface.sdk.export;

import dev.routeface.models.onnx.Range;

/** How the range that a map has in bytes follows from the numbers that it took. */
public enum Calibration {
  /** All that occurred: nothing is cut off, and one outlier makes every step larger. */
  MINMAX,
  /** All but the outermost 0.01 % on each side. */
  PERCENTILE,
  /**
   * What loses least information: of symmetric cuts the one whose 256 steps are nearest to the full
   * distribution by Kullback-Leibler divergence (Migacz, "8-bit Inference with TensorRT", GTC
   * 2017).
   */
  KL;

  private static final double OUTERMOST = 1e-4;

  Range range(Histogram histogram) {
    return switch (this) {
      case MINMAX -> Range.of(histogram.low(), histogram.high());
      case PERCENTILE -> percentile(histogram);
      case KL -> LeastDivergence.range(histogram);
    };
  }

  private static Range percentile(Histogram histogram) {
    double cut = OUTERMOST * histogram.total();
    int first = 0;
    for (long seen = histogram.in(0); seen <= cut && first + 1 < histogram.bins(); ) {
      seen += histogram.in(++first);
    }
    int last = histogram.bins() - 1;
    for (long seen = histogram.in(last); seen <= cut && last > first; ) {
      seen += histogram.in(--last);
    }
    return Range.of(histogram.border(first), histogram.border(last + 1));
  }
}
