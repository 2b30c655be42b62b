package dev.routeface.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.math.Seed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DyadicIntervalTest {
  /**
   * Four people with 2, 2, 1 and 1 images; five of their 13 pairs match. By Python, the double sum
   * over all pairs of dyads, weighted by how many people they share.
   */
  private final PerIdentity four =
      PerIdentity.of(new double[] {3, 4, 1, 2}, new int[] {8, 8, 5, 5});

  @Test
  void agreesWithTheDoubleSumOverDyads() {
    assertEquals(0.10076559979838108, DyadicInterval.standardError(four), 1e-15);
    Interval rate = DyadicInterval.rate(four);
    assertEquals(5 / 13.0, rate.estimate(), 1e-15);
    assertEquals(0.23015471877456067, rate.low(), 1e-15);
    assertEquals(0.6427371764110493, rate.high(), 1e-15);
  }

  @Test
  void reachesEquallyFarToBothSidesOfADifference() {
    Interval difference = DyadicInterval.difference(four.minus(four));
    assertEquals(new Interval(0, 0, 0), difference);
    Interval self = DyadicInterval.difference(four);
    assertEquals(self.estimate() - self.low(), self.high() - self.estimate(), 1e-15);
    assertEquals(1.959963984540054 * 0.10076559979838108, self.high() - 5 / 13.0, 1e-15);
  }

  @Test
  void reachesToThreeErrorsWhereThereIsNone() {
    PerIdentity none = PerIdentity.of(new double[3], new int[] {200, 200, 200});
    assertEquals(new Interval(0, 0, 0.01), DyadicInterval.rate(none));
  }

  /**
   * Two people match if their lots, uniform in 0..1, add up to more than 1.6: a chance of 0.4 * 0.4
   * / 2. Of 400 intervals 380 should hold it; 4 standard deviations are 17.4. Half the standard
   * error, of pairs taken with one of their people alone, would hold it in 280.
   */
  @Test
  void coversTheTrueRateNineteenTimesInTwenty() {
    SplittableRandom random = Seed.of(21).random();
    int covered = 0;
    for (int trial = 0; trial < 400; trial++) {
      Interval rate = DyadicInterval.rate(drawn(random, 80));
      covered += rate.low() <= 0.08 && 0.08 <= rate.high() ? 1 : 0;
    }
    assertEquals(380, covered, 18);
  }

  private static PerIdentity drawn(SplittableRandom random, int people) {
    double[] lot = random.doubles(people).toArray();
    PerIdentity.Tally tally = new PerIdentity.Tally(people);
    for (int one = 0; one < people; one++) {
      for (int other = 0; other < people; other++) {
        if (one != other) {
          tally.add(one, lot[one] + lot[other] > 1.6 ? 1 : 0);
        }
      }
    }
    return tally.done();
  }

  @Test
  void isWiderThanIndependentPairsWouldAllow() {
    PerIdentity people = drawn(Seed.of(2).random(), 80);
    double independent = Math.sqrt(0.08 * 0.92 / (80 * 79 / 2.0));
    assertTrue(DyadicInterval.standardError(people) > 2 * independent);
  }
}
