package dev.routeface.eval.devkit;

import java.util.function.DoubleUnaryOperator;

/**
 * How public scripts read a true positive rate off the devkit's thinned curve. They disagree by up
 * to a full point, so a figure means nothing without the name of its reading.
 */
public enum Reading {
  /** The first kept point beyond the rate. */
  FIRST_ABOVE,
  /** The kept point whose rate is nearest. */
  NEAREST,
  /** Between the kept points around the rate, in a straight line. */
  LINEAR,
  /** The same over the logarithm of the rate. */
  LOG_LINEAR;

  /**
   * What this reading makes of a curve.
   *
   * @param fpr above 0, at most 1
   */
  public double of(ThinnedCurve roc, double fpr) {
    int next = 0;
    while (next < roc.x().size() - 1 && roc.x().get(next) <= fpr) {
      next++;
    }
    int before = next - 1;
    return switch (this) {
      case FIRST_ABOVE -> roc.y().get(next);
      case NEAREST -> roc.y().get(before >= 0 && nearer(roc, before, next, fpr) ? before : next);
      case LINEAR -> between(roc, before, next, fpr, x -> x);
      case LOG_LINEAR -> between(roc, before, next, fpr, Math::log);
    };
  }

  private static boolean nearer(ThinnedCurve roc, int a, int b, double fpr) {
    return Math.abs(roc.x().get(a) - fpr) <= Math.abs(roc.x().get(b) - fpr);
  }

  /** Where no point with a rate above 0 lies before it, the next one. */
  private static double between(
      ThinnedCurve roc, int before, int next, double fpr, DoubleUnaryOperator scale) {
    if (before < 0 || !Double.isFinite(scale.applyAsDouble(roc.x().get(before)))) {
      return roc.y().get(next);
    }
    double low = scale.applyAsDouble(roc.x().get(before));
    double high = scale.applyAsDouble(roc.x().get(next));
    double share = (scale.applyAsDouble(fpr) - low) / (high - low);
    return roc.y().get(before) + share * (roc.y().get(next) - roc.y().get(before));
  }
}
