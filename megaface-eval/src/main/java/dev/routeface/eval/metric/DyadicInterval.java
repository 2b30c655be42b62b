package dev.routeface.eval.metric;

import java.util.stream.IntStream;

/**
 * Intervals of rates over pairs of two people, such as FMR. Such a pair belongs to both, and pairs
 * that share a person rise and fall together; resampling people with each pair given to one of the
 * two alone makes intervals too narrow by a factor of up to two. This is the sandwich variance of
 * Aronow, Samii and Assenova ("Cluster-Robust Variance Estimation for Dyadic Data", Political
 * Analysis 23, 2015): the squared sums of what each person's pairs deviate. The term for pairs that
 * share both people is left in twice, which errs to the wide side and needs no memory of single
 * pairs of people.
 *
 * <p>All figures here are tallies by person in which each pair stands twice, once with each of its
 * people.
 */
public final class DyadicInterval {
  private static final double Z = 1.959963984540054;

  /** Upper end without a single error: Hanley and Lippman-Hand, JAMA 249, 1983. */
  private static final double RULE_OF_THREE = 3;

  private DyadicInterval() {}

  /**
   * The 95 % interval of a rate, symmetric in its logarithm; without errors from 0 to three in all
   * pairs.
   */
  public static Interval rate(PerIdentity touching) {
    double rate = touching.average(Averaging.PAIRS);
    if (rate == 0) {
      return new Interval(0, 0, Math.min(1, RULE_OF_THREE / pairs(touching)));
    }
    double factor = Math.exp(Z * standardError(touching) / rate);
    return new Interval(rate, rate / factor, Math.min(1, rate * factor));
  }

  /** The 95 % interval of a difference of two rates over the same pairs. */
  public static Interval difference(PerIdentity touching) {
    double difference = touching.average(Averaging.PAIRS);
    double reach = Z * standardError(touching);
    return new Interval(difference, difference - reach, difference + reach);
  }

  static double standardError(PerIdentity touching) {
    double rate = touching.average(Averaging.PAIRS);
    double squares =
        IntStream.range(0, touching.size())
            .mapToDouble(who -> touching.total(who) - rate * touching.pairs(who))
            .map(deviation -> deviation * deviation)
            .sum();
    return Math.sqrt(squares) / pairs(touching);
  }

  private static double pairs(PerIdentity touching) {
    return touching.pairs() / 2.0;
  }
}
