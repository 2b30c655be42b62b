package dev.routeface.eval.metric;

import dev.routeface.sdk.math.Seed;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * Confidence intervals from resampling people, not pairs: the pairs of one person share images and
 * rise and fall together, so pairs drawn one by one would give intervals several times too narrow
 * (Bolle, Ratha, Pankanti, "Error analysis of pattern recognition systems: the subsets bootstrap",
 * CVIU 93, 2004).
 *
 * <p>Identities are drawn with replacement; the interval is from the 2.5 % to the 97.5 % percentile
 * of the resampled averages. <b>Held fixed:</b> the distractors, the thresholds of operating points
 * and pair accuracies, and the trained weights. An interval therefore says how far the figure would
 * move with other probe identities; it does not contain the noise between training seeds.
 *
 * <p>Equal seeds draw equal people, so models on one protocol meet the same resamples.
 *
 * @param resamples how often to draw; 2,000 are usual
 * @param seed of the draws
 */
public record IdentityBootstrap(int resamples, long seed) {
  private static final double LOW = 2.5;
  private static final double HIGH = 97.5;

  /** One-sided. */
  private static final double LOWER_BOUND = 5;

  public IdentityBootstrap {
    if (resamples < 1) {
      throw new IllegalArgumentException("expected at least 1 resample, found " + resamples);
    }
  }

  /** The interval of one figure. */
  public Interval interval(PerIdentity statistic, Averaging averaging) {
    Percentile averages = averages(statistic, averaging);
    return new Interval(
        statistic.average(averaging), averages.evaluate(LOW), averages.evaluate(HIGH));
  }

  /**
   * The one-sided 95 % lower bound of one figure, for instance of a paired difference that is to be
   * shown not to lie below a margin.
   */
  public double lowerBound(PerIdentity statistic, Averaging averaging) {
    return averages(statistic, averaging).evaluate(LOWER_BOUND);
  }

  private Percentile averages(PerIdentity statistic, Averaging averaging) {
    int[] people = statistic.contributing();
    SplittableRandom random = Seed.of(seed).at("identity bootstrap").random();
    double[] averages = new double[resamples];
    int[] drawn = new int[people.length];
    for (int sample = 0; sample < resamples; sample++) {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = people[random.nextInt(people.length)];
      }
      averages[sample] = averaging.of(statistic, drawn);
    }
    Percentile percentile = new Percentile();
    percentile.setData(averages);
    return percentile;
  }

  /**
   * The paired interval of {@code method - baseline}, each the mean of its runs (one per training
   * seed). Both stand before the same drawn people each time, so what is hard for both cancels.
   *
   * @throws IllegalArgumentException unless all runs judge the same pairs
   */
  public Interval difference(
      List<PerIdentity> method, List<PerIdentity> baseline, Averaging averaging) {
    return interval(PerIdentity.mean(method).minus(PerIdentity.mean(baseline)), averaging);
  }
}
