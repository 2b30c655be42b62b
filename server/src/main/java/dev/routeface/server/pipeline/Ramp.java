package dev.routeface.server.pipeline;

/**
 * A score that grows evenly from 0 at one value to 1 at another.
 *
 * @param useless value with score 0
 * @param good value with score 1; below {@code useless} where less is better
 */
public record Ramp(double useless, double good) {
  public Ramp {
    if (!Double.isFinite(useless) || !Double.isFinite(good) || useless == good) {
      throw new IllegalArgumentException(
          "expected two different numbers, found %s and %s".formatted(useless, good));
    }
  }

  /** 0 to 1. */
  public double score(double value) {
    return Math.max(0, Math.min(1, (value - useless) / (good - useless)));
  }

  /** The value with a score. */
  public double value(double score) {
    return useless + score * (good - useless);
  }

  /** Whether smaller values are better. */
  public boolean falling() {
    return good < useless;
  }
}
