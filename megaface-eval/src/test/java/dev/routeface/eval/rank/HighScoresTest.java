package dev.routeface.eval.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.sdk.math.Rows;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts with bounds are those of two plain loops, above all where a bound or a sum is close. */
class HighScoresTest {
  private static Stream<Kernel> kernels() {
    return Stream.of(new PlainKernel(), new VectorKernel());
  }

  /** Thresholds of every probe, ascending, and what is above them. */
  static final class Counts implements HighScores.Sink {
    private final float[][] thresholds;
    final int[][] above;
    final LongAdder seen = new LongAdder();
    private final int[] next;

    Counts(float[][] thresholds) {
      this.thresholds = thresholds;
      this.above = new int[thresholds.length][];
      Arrays.setAll(above, i -> new int[thresholds[i].length]);
      this.next = new int[thresholds.length];
    }

    @Override
    public void accept(int probe, int first, float[] scores) {
      assertTrue(next[probe] <= first, "in row order, each once");
      next[probe] = first + scores.length;
      seen.add(scores.length);
      new PlainKernel().countAbove(scores, thresholds[probe], above[probe]);
    }

    @Override
    public float floor(int probe) {
      return thresholds[probe].length == 0 ? Float.POSITIVE_INFINITY : thresholds[probe][0];
    }

    @Override
    public boolean alike(int probe, float low, float high) {
      return low <= high
          && IntStream.range(0, thresholds[probe].length)
              .allMatch(n -> low > thresholds[probe][n] == high > thresholds[probe][n]);
    }
  }

  private static int[][] plain(HighScores search, float[][] thresholds) {
    int[][] above = new int[thresholds.length][];
    for (int i = 0; i < above.length; i++) {
      above[i] = new int[thresholds[i].length];
      for (int row = 0; row < search.gallery().size(); row++) {
        float product = Rows.product(search.probes().row(i), search.gallery().row(row));
        float score = search.metric().score(product, i, row);
        new PlainKernel().countAbove(new float[] {score}, thresholds[i], above[i]);
      }
    }
    return above;
  }

  /** All probes bounded, whatever it costs: dealt out to levels of so many directions. */
  private static Counts bounded(HighScores search, float[][] thresholds, int... directions) {
    return bounded(search, EnergyBasis.of(search.gallery()), thresholds, directions);
  }

  private static Counts bounded(
      HighScores search, EnergyBasis basis, float[][] thresholds, int... directions) {
    Projection projection = new Projection(search.kernel(), basis, directions);
    int[][] levels = new int[directions.length][];
    Arrays.setAll(
        levels,
        level ->
            IntStream.range(0, search.probes().size())
                .filter(i -> i % directions.length == level)
                .toArray());
    Counts counts = new Counts(thresholds);
    search.stream(
        0,
        search.gallery().size(),
        new SearchPlan(new int[0], levels, Optional.of(projection)),
        counts);
    return counts;
  }

  /** Mixtures of few directions with a little of all others: what face embeddings are like. */
  private static Matrix faces(int count, int dimension, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * dimension];
    for (int row = 0; row < count; row++) {
      double square = 0;
      for (int k = row * dimension; k < (row + 1) * dimension; k++) {
        double spread = k % dimension < (dimension + 3) / 4 ? 1 : 0.1;
        values[k] = (float) (spread * random.nextGaussian());
        square += values[k] * (double) values[k];
      }
      for (int k = row * dimension; k < (row + 1) * dimension; k++) {
        values[k] /= (float) Math.sqrt(square);
      }
    }
    return new Matrix(dimension, values);
  }

  /** Every float around the scores of some rows, so that sums in another order fall beside them. */
  private static float[][] nearTies(HighScores search, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] thresholds = new float[search.probes().size()][];
    for (int i = 0; i < thresholds.length; i++) {
      int row = random.nextInt(search.gallery().size());
      float product = Rows.product(search.probes().row(i), search.gallery().row(row));
      float score = search.metric().score(product, i, row);
      thresholds[i] = new float[] {Math.nextDown(score), score, Math.nextUp(score), score + 0.1f};
    }
    return thresholds;
  }

  static HighScores cosines(Kernel kernel, int probes, int dimension, int gallery) {
    return new HighScores(
        kernel, faces(probes, dimension, 1), faces(gallery, dimension, 2), new Metric.Cosine());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void countsAsPlainLoopsDoWhereScoresTieOrNearlyTie(Kernel kernel) {
    for (int dimension : new int[] {1, 2, 7, 31, 64, 127}) {
      HighScores search = cosines(kernel, 23, dimension, 509);
      float[][] thresholds = nearTies(search, dimension);
      int[][] expected = plain(search, thresholds);
      for (int directions = 1; directions <= dimension; directions += 1 + dimension / 3) {
        assertArrayEquals(expected, bounded(search, thresholds, directions).above);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void countsAsPlainLoopsDoWithBoundsOfSeveralLevels(Kernel kernel) {
    for (int dimension : new int[] {3, 31, 64, 127}) {
      HighScores search = cosines(kernel, 23, dimension, 509);
      float[][] thresholds = nearTies(search, dimension);
      int[][] expected = plain(search, thresholds);
      assertArrayEquals(expected, bounded(search, thresholds, 1, 2).above);
      assertArrayEquals(
          expected, bounded(search, thresholds, 1, 1 + dimension / 4, dimension - 1).above);
      assertArrayEquals(
          expected, bounded(search, thresholds, dimension / 3, dimension / 2, dimension).above);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void countsAsPlainLoopsDoWithBoundsOfLeadingDirectionsOnly(Kernel kernel) {
    for (int dimension : new int[] {3, 31, 64, 127}) {
      HighScores search = cosines(kernel, 23, dimension, 509);
      float[][] thresholds = nearTies(search, dimension);
      EnergyBasis basis = EnergyBasis.leading(search.gallery()).orElseThrow();
      int most = basis.size();
      assertArrayEquals(
          plain(search, thresholds),
          bounded(search, basis, thresholds, Math.max(1, most / 2), most).above);
    }
  }

  /** The one by the other: bounds, lengths of what is left, and vectors with no bound. */
  @ParameterizedTest
  @MethodSource("kernels")
  void aLevelIsTheProjectionOnSoManyDirections(Kernel kernel) {
    Matrix rows = scaled(faces(301, 13, 6), 7);
    rows.values()[17 * 13] = 1e18f;
    EnergyBasis basis = EnergyBasis.of(faces(301, 13, 6));
    Projection all = new Projection(kernel, basis, 1, 4, 13);
    float[] last = new float[rows.size()];
    IntStream.range(0, last.length).forEach(row -> last[row] = row);
    float[][] panels = Packed.of(rows, kernel.width());
    float[] lengths = all.lengths(panels, rows.size());
    Projection.Room room = all.room(rows.size(), Kernel.PROBES);
    all.project(panels, lengths, last, room);
    float[][][] levels = room.levels();
    for (int level = 0; level < levels.length; level++) {
      int count = all.counts()[level];
      Matrix directions = basis.first(count);
      for (int row = 0; row < rows.size(); row++) {
        double left = (double) lengths[row] * lengths[row];
        boolean trusted = all.trusts(lengths[row]);
        float[] panel = levels[level][row / Kernel.PROBES];
        int lane = row % Kernel.PROBES;
        for (int n = 0; n < count; n++) {
          float product = Rows.product(directions.row(n), rows.row(row));
          assertEquals(trusted ? product : 0, panel[n * Kernel.PROBES + lane]);
          left -= (double) product * product;
        }
        float rest = panel[count * Kernel.PROBES + lane];
        assertTrue(trusted ? rest >= Math.sqrt(Math.max(0, left)) : rest == 0, "row " + row);
        assertTrue(!trusted || rest < Math.sqrt(Math.max(0, left)) + 0.02 * lengths[row] + 1e-9);
        float expected = trusted ? last[row] : Float.POSITIVE_INFINITY;
        assertEquals(expected, panel[(count + 1) * Kernel.PROBES + lane]);
      }
      assertEquals((301 + 7) / 8, levels[level].length);
    }
    assertFalse(all.trusts(lengths[17]));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void countsAsPlainLoopsDoForAnyLastTile(Kernel kernel) {
    for (int gallery = 257; gallery <= 257 + 33; gallery++) {
      HighScores search = cosines(kernel, 9, 13, gallery);
      float[][] thresholds = nearTies(search, gallery);
      assertArrayEquals(plain(search, thresholds), bounded(search, thresholds, 2, 4).above);
    }
  }

  /** What fills the last tile scores 0, above all of these. */
  @ParameterizedTest
  @MethodSource("kernels")
  void countsNothingThatIsNotThereAboveNegativeThresholds(Kernel kernel) {
    HighScores search = cosines(kernel, 9, 13, 301);
    float[][] thresholds = new float[9][];
    Arrays.fill(thresholds, new float[] {-3, -1, -0.5f, -0.1f, 0});
    Counts counts = bounded(search, thresholds, 4);
    assertArrayEquals(plain(search, thresholds), counts.above);
    assertEquals(301, counts.above[0][0]);
  }

  /** Lengths of five orders of magnitude, zero among them, and distances that tie. */
  @ParameterizedTest
  @MethodSource("kernels")
  void countsDistancesOfVectorsOfAnyLength(Kernel kernel) {
    for (int dimension : new int[] {3, 29, 64}) {
      Matrix probes = scaled(faces(17, dimension, 3), 4);
      Matrix gallery = scaled(faces(331, dimension, 4), 5);
      HighScores search =
          new HighScores(
              kernel,
              probes,
              gallery,
              new Metric.MinusSquaredDistance(offsets(probes), offsets(gallery)));
      float[][] thresholds = nearTies(search, 5);
      int[][] expected = plain(search, thresholds);
      assertArrayEquals(expected, bounded(search, thresholds, (dimension + 1) / 2).above);
      assertArrayEquals(expected, bounded(search, thresholds, 1, dimension / 2 + 1).above);
    }
  }

  private static Matrix scaled(Matrix rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = rows.values().clone();
    for (int row = 0; row < rows.size(); row++) {
      float length = row == 3 ? 0 : (float) Math.pow(10, random.nextDouble(-2, 3));
      for (int k = row * rows.dimension(); k < (row + 1) * rows.dimension(); k++) {
        values[k] *= length;
      }
    }
    return new Matrix(rows.dimension(), values);
  }

  private static float[] offsets(Matrix rows) {
    float[] offsets = new float[rows.size()];
    for (int row = 0; row < offsets.length; row++) {
      for (float value : rows.row(row)) {
        offsets[row] -= value * value;
      }
    }
    return offsets;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dismissesNoRowThatIsTooLongForABound(Kernel kernel) {
    Matrix gallery = new Matrix(2, new float[] {1e18f, -1e18f, 3e18f, 1e18f, 1, 2, 3e19f, 1});
    HighScores search =
        new HighScores(kernel, new Matrix(2, new float[] {1, 1}), gallery, new Metric.Cosine());
    float[][] thresholds = {{-1, 0, 3.5f, 4e18f}};
    assertArrayEquals(plain(search, thresholds), bounded(search, thresholds, 1).above);
    assertArrayEquals(plain(search, thresholds), bounded(search, thresholds, 1, 2).above);
  }

  /** Rows that are no number, zero, one-hot, of other lengths, and equal to probes or nearly. */
  @ParameterizedTest
  @MethodSource("kernels")
  void countsAsPlainLoopsDoWhereARowHasNoBoundInWholeNumbers(Kernel kernel) {
    int dimension = 12;
    Matrix probes = faces(40, dimension, 1);
    Matrix gallery = faces(400, dimension, 2);
    System.arraycopy(probes.values(), 0, gallery.values(), 0, 40 * dimension);
    Arrays.fill(probes.values(), 0, dimension, 0);
    probes.values()[3] = -1;
    for (int row = 40; row < 400; row += 3) {
      float[] vector = faces(40, dimension, 1).row(row % 40);
      for (int k = 0; k < dimension; k++) {
        float oneHot = k == row % dimension ? 1 : 0;
        float[] kinds = {0, oneHot, -oneHot, 1.02f * vector[k], 1.2f * vector[k]};
        gallery.values()[row * dimension + k] = kinds[row % kinds.length];
      }
    }
    gallery.values()[77 * dimension + 5] = Float.NaN;
    HighScores search = new HighScores(kernel, probes, gallery, new Metric.Cosine());
    EnergyBasis basis = EnergyBasis.of(faces(400, dimension, 2));
    for (int seed = 0; seed < 20; seed++) {
      float[][] thresholds = nearTies(search, seed);
      IntStream.range(0, 40)
          .filter(i -> Float.isNaN(thresholds[i][0]))
          .forEach(i -> thresholds[i] = new float[] {0.5f});
      int[][] expected = plain(search, thresholds);
      assertArrayEquals(expected, bounded(search, basis, thresholds, 4).above);
      assertArrayEquals(expected, bounded(search, basis, thresholds, 2, 11).above);
    }
  }

  @Test
  void comparesAProbeThatIsTooLongForABound() {
    HighScores faces = cosines(new VectorKernel(), 20, 64, 6000);
    float[] probes = ((Matrix) faces.probes()).values().clone();
    probes[3 * 64] = 1e18f;
    HighScores search =
        new HighScores(
            faces.kernel(), new Matrix(64, probes), faces.gallery(), new Metric.Cosine());
    float[][] thresholds = new float[20][];
    Arrays.fill(thresholds, new float[] {Float.MAX_VALUE});
    SearchPlan plan = SearchPlan.of(search, new Counts(thresholds));
    assertArrayEquals(new int[] {3}, plan.compared());
  }

  @Test
  void dismissesNearlyAllOfWhatIsFarBelowTheFloor() {
    HighScores search = cosines(new VectorKernel(), 40, 64, 3000);
    float[][] thresholds = new float[40][];
    Arrays.fill(thresholds, new float[] {0.6f, 0.9f});
    Counts counts = bounded(search, thresholds, 24);
    assertArrayEquals(plain(search, thresholds), counts.above);
    assertTrue(counts.seen.sum() < 40 * 3000 / 50, "seen " + counts.seen);
  }

  /** One direction alone dismisses next to nothing. */
  @Test
  void asksTheLastLevelAboutWhatAnotherLeaves() {
    HighScores search = cosines(new VectorKernel(), 40, 64, 3000);
    float[][] thresholds = new float[40][];
    Arrays.fill(thresholds, new float[] {0.6f, 0.9f});
    assertTrue(survivors(search, new Counts(thresholds), 1) > 40 * 3000 / 2);
    assertTrue(survivors(search, new Counts(thresholds), 1, 24) < 40 * 3000 / 50);
  }

  /** Rows left to all probes, on the first level. */
  private static int survivors(HighScores search, Counts counts, int... directions) {
    Projection projection =
        new Projection(search.kernel(), EnergyBasis.of(search.gallery()), directions);
    int[][] levels = new int[directions.length][0];
    levels[0] = IntStream.range(0, search.probes().size()).toArray();
    Chunks chunks = new Chunks(search.kernel(), search.gallery());
    return Arrays.stream(
            new Bounded(search, projection, levels)
                .survivors(chunks.at(0, search.gallery().size()), counts))
        .sum();
  }

  /** As ranks do it: brute force first, then a plan. */
  @Test
  void countsTheSameHoweverItIsSearched() {
    HighScores search = cosines(new VectorKernel(), 2000, 128, 100_000);
    float[][] thresholds = new float[2000][];
    Arrays.setAll(thresholds, i -> new float[] {0.7f, 0.75f, 0.8f});
    Counts counts = new Counts(thresholds);
    search.streamByPlan(counts);
    Counts brute = new Counts(thresholds);
    search.bruteForce(brute);
    assertArrayEquals(brute.above, counts.above);
    assertTrue(counts.seen.sum() < brute.seen.sum() * 0.2, "seen " + counts.seen);
  }

  @Test
  void refusesVectorsOfTwoDimensions() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new HighScores(
                    new PlainKernel(),
                    Fixture.random(1, 3, 1),
                    Fixture.random(1, 4, 1),
                    new Metric.Cosine()));
    assertEquals("expected probes and gallery of one dimension, found 3 and 4", e.getMessage());
  }
}
