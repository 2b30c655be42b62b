package dev.routeface.eval.metric;

import java.util.List;

/**
 * How far a rate differs between groups of people, as NIST IR 8280/8429 and ISO/IEC 19795-10
 * summarise it: the largest over the geometric mean, 1 where all groups fare alike.
 *
 * <p>A geometric mean has no use for a zero, and a group without a single error is no group without
 * errors. Such a group enters with the upper end of its 95 % interval, three errors in its trials
 * (the rule of three: Hanley and Lippman-Hand, JAMA 249, 1983). Then the mean is an upper bound and
 * the ratio a lower bound, and {@code withoutErrors} says so.
 *
 * @param max largest rate observed, 0..1
 * @param geometricMean above 0
 * @param withoutErrors groups that entered with their upper bound
 */
public record GroupSpread(double max, double geometricMean, int withoutErrors) {
  private static final double RULE_OF_THREE = 3;

  /**
   * Errors of one group.
   *
   * @param errors at least 0
   * @param trials at least 1
   */
  public record Count(long errors, long trials) {
    double rate() {
      return (double) errors / trials;
    }

    double rateAboveZero() {
      return errors > 0 ? rate() : Math.min(1, RULE_OF_THREE / trials);
    }
  }

  /**
   * Summarises.
   *
   * @param groups at least one
   */
  public static GroupSpread of(List<Count> groups) {
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("expected at least one group, found none");
    }
    double logs = groups.stream().mapToDouble(g -> Math.log(g.rateAboveZero())).sum();
    return new GroupSpread(
        groups.stream().mapToDouble(Count::rate).max().getAsDouble(),
        Math.exp(logs / groups.size()),
        (int) groups.stream().filter(g -> g.errors() == 0).count());
  }

  /** Largest over geometric mean; a lower bound where groups are without errors. */
  public double ratio() {
    return max / geometricMean;
  }
}
