package dev.routeface.eval.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.sdk.math.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In a gallery of 256 rows, all are tried. */
class TrialTest {
  private static final int PROBES = 37;

  private final Matrix probes = Matrix.of(Fixture.people(PROBES, 1, 12, 1));
  private final Matrix gallery = Matrix.of(Fixture.people(64, 4, 12, 2));

  /** Floors that some, all or no rows reach. */
  private record Floors() implements HighScores.Sink {
    @Override
    public void accept(int probe, int first, float[] scores) {}

    @Override
    public float floor(int probe) {
      return probe == 5 ? Float.POSITIVE_INFINITY : -0.2f + 0.03f * probe;
    }

    @Override
    public boolean alike(int probe, float low, float high) {
      return true;
    }
  }

  /** With all directions a bound is the score, to a few parts in a million. */
  @Test
  void leavesWhatIsNotBelowTheFloorWithAllDirections() {
    float[] offsets = new float[256];
    HighScores search =
        new HighScores(
            new PlainKernel(), probes, gallery, new Metric.MinusSquaredDistance(offsets, offsets));
    Trial trial = Trial.of(search, new Floors(), EnergyBasis.of(gallery), 2, 5, 12);
    assertArrayEquals(new int[] {2, 5, 12}, trial.counts());
    assertArrayEquals(new double[] {26, 29, 36}, trial.prices());
    for (int i = 0; i < PROBES; i++) {
      assertEquals(reaching(i, new Floors().floor(i) / 2), trial.left()[2][i], 1 / 256.0);
    }
    assertEquals(0, trial.left()[0][5]);
  }

  /** And to what rounding of 13 numbers to halves of 1/172 may add, on both sides. */
  @Test
  void leavesLittleMoreWithBoundsInWholeNumbers() {
    Trial trial = Trial.of(search(), new Floors(), EnergyBasis.of(gallery), 2, 5, 12);
    for (int i = 0; i < PROBES; i++) {
      float floor = new Floors().floor(i);
      assertTrue(trial.left()[2][i] >= reaching(i, floor), "probe " + i);
      assertTrue(trial.left()[2][i] <= reaching(i, floor - 0.023f), "probe " + i);
    }
    assertEquals(0, trial.left()[0][5]);
    assertTrue(trial.prices()[2] < 36);
  }

  private double reaching(int probe, float floor) {
    float[] vector = probes.row(probe);
    return IntStream.range(0, 256)
            .filter(row -> Rows.product(vector, gallery.row(row)) >= floor)
            .count()
        / 256.0;
  }

  /** As a search leaves them that has this level alone. */
  @Test
  void leavesWhatASearchOnThatLevelLeaves() {
    EnergyBasis basis = EnergyBasis.of(gallery);
    double[][] left = Trial.of(search(), new Floors(), basis, 2, 5).left();
    int[] all = IntStream.range(0, PROBES).toArray();
    for (int level = 0; level < 2; level++) {
      // the slack is that of the most directions
      Projection projection = new Projection(new PlainKernel(), basis, level == 0 ? 2 : 5);
      int[] survivors =
          new Bounded(search(), projection, new int[][] {all})
              .survivors(new Chunks(new PlainKernel(), gallery).at(0, 256), new Floors());
      for (int i = 0; i < PROBES; i++) {
        assertEquals(survivors[i] / 256.0, left[level][i], level == 0 ? 1 / 256.0 : 0);
      }
    }
  }

  @Test
  void leavesAllToAProbeThatIsTooLongForABound() {
    probes.values()[3 * 12] = 1e18f;
    Trial trial = Trial.of(search(), new Floors(), EnergyBasis.of(gallery), 2, 5);
    for (double[] left : trial.left()) {
      assertEquals(1, left[3]);
      assertEquals(0, left[5]);
    }
  }

  /** The shares that levels leave, never more with more directions but for rounding. */
  @Test
  void leavesNoMoreWithMoreDirections() {
    int[] counts = IntStream.rangeClosed(1, 12).toArray();
    Trial trial = Trial.of(search(), new Floors(), EnergyBasis.of(gallery), counts);
    for (int level = 1; level < 12; level++) {
      double before = Arrays.stream(trial.left()[level - 1]).sum();
      double here = Arrays.stream(trial.left()[level]).sum();
      assertTrue(here <= before, "level " + level);
    }
  }

  private HighScores search() {
    return new HighScores(new PlainKernel(), probes, gallery, new Metric.Cosine());
  }
}
