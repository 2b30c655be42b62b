package dev.routeface.eval.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.sdk.math.Rows;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which searches have bounds, and along how many directions. */
class SearchPlanTest {
  @Test
  void plansBoundsForProbesWithHighFloorsOnly() {
    HighScores search = HighScoresTest.cosines(new VectorKernel(), 600, 128, 20_000);
    float[][] thresholds = new float[600][];
    Arrays.setAll(thresholds, i -> new float[] {i % 2 == 0 ? 0.7f : -0.2f});
    thresholds[3] = new float[0];
    HighScoresTest.Counts counts = new HighScoresTest.Counts(thresholds);
    SearchPlan plan = SearchPlan.of(search, counts);
    assertArrayEquals(
        IntStream.range(0, 600).filter(i -> i % 2 == 1 && i != 3).toArray(), plan.compared());
    search.stream(0, 20_000, plan, counts);
    HighScoresTest.Counts brute = new HighScoresTest.Counts(thresholds);
    search.bruteForce(brute);
    assertArrayEquals(brute.above, counts.above);
    assertTrue(counts.seen.sum() < brute.seen.sum() * 0.6, "seen " + counts.seen);
  }

  @Test
  void plansForEvenEnergyOnlyWhatIsLong() {
    Matrix probes = Matrix.of(Fixture.random(300, 128, 1));
    Matrix gallery = Matrix.of(Fixture.random(4000, 128, 2));
    HighScores search = new HighScores(new VectorKernel(), probes, gallery, new Metric.Cosine());
    float[][] thresholds = new float[300][];
    Arrays.fill(thresholds, new float[] {0.9f});
    SearchPlan plan = SearchPlan.of(search, new HighScoresTest.Counts(thresholds));
    assertEquals(300, plan.compared().length);
    assertEquals(Optional.empty(), plan.projection());
  }

  /** It costs 160 directions and is worth that to nobody from the first row on. */
  @Test
  void asksTheBoundOfALastLevelWithoutProbes() {
    SearchPlan plan = plan(new double[] {56, 184}, 0.02);
    assertArrayEquals(new int[] {32, 160}, plan.projection().orElseThrow().counts());
    assertEquals(3530, plan.bounded()[0].length);
    assertEquals(0, plan.bounded()[1].length);
    assertEquals(32, plan.directions());
  }

  /** Where the last level is cheaper than the price of the first and of what that leaves. */
  @Test
  void choosesLevelsByTheirPrices() {
    SearchPlan plan = plan(new double[] {56, 112}, 0.02);
    assertArrayEquals(new int[] {160}, plan.projection().orElseThrow().counts());
    assertEquals(160, plan.directions());
    assertEquals(3530, plan(new double[] {360, 360}, 0.02).compared().length);
  }

  /** For 3,530 probes of 512 dimensions: the last of two levels leaves none. */
  private static SearchPlan plan(double[] prices, double left) {
    Trial trial = new Trial(new int[] {32, 160}, prices, new double[2][3530]);
    Arrays.fill(trial.left()[0], left);
    EnergyBasis basis = EnergyBasis.leading(Fixture.people(200, 3, 512, 1)).orElseThrow();
    return SearchPlan.of(new PlainKernel(), basis, trial);
  }

  @Test
  void plansOnlyWhatIsLong() {
    assertTrue(SearchPlan.pays(ofSizes(3530, 128, 1_000_000)));
    assertFalse(SearchPlan.pays(ofSizes(3530, 128, 100_000)));
    assertTrue(SearchPlan.pays(ofSizes(3530, 512, 100_000)));
    assertFalse(SearchPlan.pays(ofSizes(3530, 512, 10_000)));
    assertFalse(SearchPlan.pays(ofSizes(80, 512, 1_000_000)));
  }

  private static HighScores ofSizes(int probes, int dimension, int gallery) {
    return new HighScores(
        new PlainKernel(),
        new Sized(probes, dimension),
        new Sized(gallery, dimension),
        new Metric.Cosine());
  }

  /** Rows that nobody looks at. */
  private record Sized(int size, int dimension) implements Rows {
    @Override
    public void copy(int index, float[] target, int at) {
      throw new UnsupportedOperationException();
    }
  }
}
