package dev.routeface.sdk.export;

import dev.routeface.models.onnx.Range;

/**
 * The range whose steps tell most about a distribution (Migacz, GTC 2017, "entropy calibration").
 * Candidates cut at equal distances from zero on both sides. What a cut removes is counted at its
 * border in the reference and is missing from the quantised distribution: that is its price, as the
 * coarser steps of a wide range are the price of no cut. The bin of zero is left out, since bytes
 * hold zero exactly; what a ReLU gives would otherwise be cut to the neighbourhood of its zeros.
 */
final class LeastDivergence {
  private static final int CANDIDATES = 128;
  private static final int STEPS = 256;

  private LeastDivergence() {}

  static Range range(Histogram histogram) {
    double widest = Math.max(Math.abs(histogram.low()), Math.abs(histogram.high()));
    Range best = Range.of(histogram.low(), histogram.high());
    double least = Double.POSITIVE_INFINITY;
    for (int i = CANDIDATES; i > CANDIDATES / 16; i--) {
      double cut = widest * i / CANDIDATES;
      Range range = Range.of(Math.max(histogram.low(), -cut), Math.min(histogram.high(), cut));
      double divergence = divergence(histogram, range);
      if (divergence < least) {
        least = divergence;
        best = range;
      }
    }
    return best;
  }

  private static double divergence(Histogram histogram, Range range) {
    int first = histogram.bin(range.low());
    int last = histogram.bin(range.high());
    double[] inside = new double[last - first + 1];
    for (int bin = first; bin <= last; bin++) {
      inside[bin - first] = histogram.in(bin);
    }
    inside[histogram.bin(0) - first] = 0;
    double[] reference = inside.clone();
    for (int bin = 0; bin < first; bin++) {
      reference[0] += histogram.in(bin);
    }
    for (int bin = last + 1; bin < histogram.bins(); bin++) {
      reference[reference.length - 1] += histogram.in(bin);
    }
    return divergence(reference, quantised(inside));
  }

  /** Every step's count spread evenly over those of its bins that are not empty. */
  static double[] quantised(double[] counts) {
    double[] spread = new double[counts.length];
    for (int step = 0; step < STEPS; step++) {
      int from = (int) ((long) step * counts.length / STEPS);
      int to = (int) ((step + 1L) * counts.length / STEPS);
      double sum = 0;
      int filled = 0;
      for (int i = from; i < to; i++) {
        sum += counts[i];
        filled += counts[i] > 0 ? 1 : 0;
      }
      for (int i = from; i < to; i++) {
        spread[i] = counts[i] > 0 ? sum / filled : 0;
      }
    }
    return spread;
  }

  /** {@code sum p log(p / q)} of two counts; where q has nothing, as if it had a little. */
  static double divergence(double[] p, double[] q) {
    double totalP = sum(p);
    double totalQ = sum(q);
    double divergence = 0;
    for (int i = 0; i < p.length; i++) {
      if (p[i] > 0) {
        double share = p[i] / totalP;
        divergence += share * Math.log(share / Math.max(q[i] / totalQ, 1e-9));
      }
    }
    return divergence;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
