package dev.routeface.eval.metric;

import dev.routeface.eval.rank.SortedScores;
import java.util.ArrayList;
import java.util.List;

/**
 * The detection error tradeoff (Martin et al., Eurospeech 1997): misses among mated trials against
 * false alarms among non-mated ones, as the threshold moves. Of comparisons these are FNMR(T) and
 * FMR(T), of searches FNIR(N, R, T) and FPIR(N, T), as ISO/IEC 19795-1 and NIST's FRTE reports
 * define them; "yes" is {@code score >= T}, exact, without interpolation.
 *
 * <p>A failed trial reaches no threshold. So a failed mated trial is a miss at every threshold, and
 * a failed non-mated trial never an alarm: these are ISO's generalised rates.
 */
public final class Det {
  /** Below every cosine: accepts whatever has a score. */
  public static final double EVERYBODY = -OperatingPoint.NOBODY;

  /** Points per decade of {@link #curve}. */
  private static final int PER_DECADE = 10;

  private final SortedScores mated;
  private final SortedScores nonMated;

  private Det(SortedScores mated, SortedScores nonMated) {
    this.mated = mated;
    this.nonMated = nonMated;
  }

  /**
   * Sorts both.
   *
   * @throws IllegalArgumentException if there is no trial of a kind
   */
  public static Det of(Trials mated, Trials nonMated) {
    if (mated.size() == 0 || nonMated.size() == 0) {
      throw new IllegalArgumentException(
          "expected at least one mated and one non-mated trial, found %d and %d"
              .formatted(mated.size(), nonMated.size()));
    }
    return new Det(mated.sorted(), nonMated.sorted());
  }

  /** The errors at the lowest threshold that lets at most a share {@code rate} of alarms pass. */
  public ErrorPoint at(double rate) {
    return at(rate, threshold(rate));
  }

  /** The errors at a threshold that was chosen elsewhere for a rate. */
  public ErrorPoint at(double rate, double threshold) {
    float score = (float) threshold;
    return new ErrorPoint(
        rate,
        threshold,
        mated.below(score),
        mated.size(),
        nonMated.size() - nonMated.below(score),
        nonMated.size());
  }

  /**
   * Just above the highest non-mated score that must not pass.
   *
   * @param rate above 0 and at most 1
   */
  public double threshold(double rate) {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "expected an error rate above 0 and at most 1, found " + rate);
    }
    int allowed = allowed(rate, nonMated.size());
    if (allowed == nonMated.size()) {
      return EVERYBODY;
    }
    float refused = nonMated.score(nonMated.size() - 1 - allowed);
    return Math.max(Math.nextUp(refused), EVERYBODY);
  }

  /** A rate such as 0.29 is a little less in binary, and 29 of 100 are still meant. */
  static int allowed(double rate, int trials) {
    return (int) (rate * trials + 1e-9);
  }

  /** Ten points a decade, from rate 1 down to the last that the non-mated trials support. */
  public List<ErrorPoint> curve() {
    List<ErrorPoint> points = new ArrayList<>();
    ErrorPoint point = at(1);
    for (int step = 1; points.isEmpty() || point.supported(); step++) {
      points.add(point);
      point = at(Math.pow(10, -(double) step / PER_DECADE));
    }
    return points;
  }
}
