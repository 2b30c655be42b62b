package dev.routeface.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.math.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentityBootstrapTest {
  private static final int PEOPLE = 100;
  private final IdentityBootstrap bootstrap = new IdentityBootstrap(400, 7);

  /** People whose chance of a hit is uniform in 0..1, with 20 pairs each that share it. */
  private static PerIdentity drawn(SplittableRandom random) {
    double[] hits = new double[PEOPLE];
    Arrays.setAll(
        hits,
        id -> {
          double chance = random.nextDouble();
          return IntStream.range(0, 20).filter(n -> random.nextDouble() < chance).count();
        });
    return PerIdentity.of(hits, IntStream.generate(() -> 20).limit(PEOPLE).toArray());
  }

  /** Of 500 intervals 475 should hold the true mean; 4 standard deviations are 19.5. */
  @ParameterizedTest
  @EnumSource
  void coversTheTrueMeanNineteenTimesInTwenty(Averaging averaging) {
    SplittableRandom random = Seed.of(11).random();
    int covered = 0;
    for (int trial = 0; trial < 500; trial++) {
      Interval interval = bootstrap.interval(drawn(random), averaging);
      covered += interval.low() <= 0.5 && 0.5 <= interval.high() ? 1 : 0;
    }
    assertEquals(475, covered, 20);
  }

  /**
   * The mean of 100 people has variance Var(chance)/100 + E[chance (1 - chance)]/2000 = 1/1200 +
   * 1/12000, hence an interval about 2 * 1.96 * 0.0303 = 0.119 wide. Pairs taken one by one would
   * claim 2 * 1.96 * 0.5 / sqrt(2000) = 0.044.
   */
  @Test
  void isAsWideAsThePeopleNotAsThePairsAllow() {
    Interval interval =
        new IdentityBootstrap(2000, 1).interval(drawn(Seed.of(5).random()), Averaging.IDENTITIES);
    assertEquals(0.119, interval.high() - interval.low(), 0.02);
  }

  @Test
  void seesNoDifferenceBetweenAModelAndItself() {
    PerIdentity model = drawn(Seed.of(1).random());
    Interval same = bootstrap.difference(List.of(model), List.of(model), Averaging.PAIRS);
    assertEquals(new Interval(0, 0, 0), same);
  }

  /** A tenth more for everybody is certain, however much people differ among themselves. */
  @Test
  void cancelsWhatIsHardForBoth() {
    PerIdentity baseline = drawn(Seed.of(2).random());
    double[] more = IntStream.range(0, PEOPLE).mapToDouble(id -> baseline.total(id) + 2).toArray();
    int[] pairs = IntStream.range(0, PEOPLE).map(baseline::pairs).toArray();
    Interval difference =
        bootstrap.difference(
            List.of(PerIdentity.of(more, pairs)), List.of(baseline), Averaging.IDENTITIES);
    assertEquals(0.1, difference.low(), 1e-12);
    assertEquals(0.1, difference.high(), 1e-12);
    assertTrue(difference.excludesZero());
  }

  @Test
  void averagesRunsOfSeveralSeedsBeforeItCompares() {
    PerIdentity one = drawn(Seed.of(3).random());
    PerIdentity two = drawn(Seed.of(4).random());
    PerIdentity mean = PerIdentity.mean(List.of(one, two));
    PerIdentity baseline = drawn(Seed.of(5).random());
    assertEquals(
        bootstrap.difference(List.of(mean), List.of(baseline), Averaging.PAIRS),
        bootstrap.difference(List.of(one, two), List.of(baseline), Averaging.PAIRS));
  }

  @Test
  void givesTheSameIntervalForTheSameSeed() {
    PerIdentity model = drawn(Seed.of(6).random());
    assertEquals(
        bootstrap.interval(model, Averaging.PAIRS),
        new IdentityBootstrap(400, 7).interval(model, Averaging.PAIRS));
  }

  @Test
  void refusesNoResample() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new IdentityBootstrap(0, 1));
    assertEquals("expected at least 1 resample, found 0", e.getMessage());
  }

  /** A standard error of 0.0303, as above: 1.645 of them lie below the mean. */
  @Test
  void boundsAFigureFromBelowAtFivePercent() {
    IdentityBootstrap many = new IdentityBootstrap(4000, 1);
    PerIdentity model = drawn(Seed.of(5).random());
    double mean = model.average(Averaging.IDENTITIES);
    double bound = many.lowerBound(model, Averaging.IDENTITIES);
    assertEquals(1.645 * 0.0303, mean - bound, 0.008);
    assertTrue(many.interval(model, Averaging.IDENTITIES).low() < bound);
  }
}
