package dev.routeface.eval.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Products in exact arithmetic, and numbers worked out by hand for scale 172. */
class QuantisedTest {
  /** One probe against one row, both without their last places. */
  private record Pair(float[] probe, float[] row) {
    private Quantised probes() {
      return Quantised.probes(packed(probe, 1), 1);
    }

    private Quantised rows() {
      return QuantisedTest.rows(row, 0);
    }

    boolean sound() {
      return probes().sound() && rows().sound();
    }

    /** In whole numbers of any size. */
    long bound() {
      return IntStream.rangeClosed(0, row.length)
          .mapToLong(
              k -> (long) probes().panels()[0][k * Kernel.PROBES] * rows().panels()[0][k * 8])
          .sum();
    }

    /** In the shorts of a kernel, where sums may overflow. */
    short bound(Kernel kernel) {
      Quantised rows = new Quantised(1, row.length + 1, kernel.shortWidth());
      rows.takeRows(packed(row, 0), 8);
      short[][] products = new short[Kernel.PROBES][kernel.shortWidth()];
      kernel.products(probes().panels()[0], rows.panels()[0], products, 0);
      return products[0][0];
    }

    /** The least bound that may stand for the pair's own product, in exact arithmetic. */
    short least() {
      BigDecimal product = BigDecimal.ZERO;
      for (int k = 0; k < row.length; k++) {
        product = product.add(new BigDecimal(probe[k]).multiply(new BigDecimal(row[k])));
      }
      float rounded = product.floatValue();
      return probes()
          .least(
              0, new BigDecimal(rounded).compareTo(product) > 0 ? Math.nextDown(rounded) : rounded);
    }

    void assertHolds() {
      String pair = Arrays.toString(probe) + " " + Arrays.toString(row);
      assertTrue(sound(), pair);
      assertTrue(bound() >= least(), () -> bound() + " below " + least() + " of " + pair);
      assertEquals(bound(), bound(new PlainKernel()), pair);
      assertEquals(bound(), bound(new VectorKernel()), pair);
    }
  }

  private static float[][] packed(float[] vector, float last) {
    float[] all = Arrays.copyOf(vector, vector.length + 1);
    all[vector.length] = last;
    return Packed.of(new Matrix(all.length, all), 8);
  }

  private static Quantised rows(float[] row, float last) {
    Quantised rows = new Quantised(1, row.length + 1, 8);
    rows.takeRows(packed(row, last), 8);
    return rows;
  }

  /** Numbers that become these when they are scaled; a little less, so that none is more. */
  private static float[] scaled(double... numbers) {
    float[] vector = new float[numbers.length];
    for (int k = 0; k < vector.length; k++) {
      vector[k] = (float) (numbers[k] / Quantised.SCALE - Math.signum(numbers[k]) * 1e-7);
    }
    return vector;
  }

  private static float[] scaled(int count, double number) {
    double[] numbers = new double[count];
    Arrays.fill(numbers, number);
    return scaled(numbers);
  }

  @Test
  void roundsToTheNearestOf172InAUnit() {
    float[] row = {0.5f, -0.25f, 1, 0, 0.125f, -0.125f};
    float[] shorter = {0.5f, -0.25f, 0, 0, 0.1f, -0.1f};
    assertEquals(1, rows(shorter, 0).vectors());
    short[] panel = rows(shorter, 0).panels()[0];
    short[] numbers = new short[7];
    IntStream.range(0, 7).forEach(k -> numbers[k] = panel[k * 8]);
    // 17.2 twice rounded: 0.283 lost, 176 times that is 49.8, of which 16 go 4 times
    assertArrayEquals(new short[] {86, -43, 0, 0, 17, -17, 4}, numbers);
    assertFalse(rows(row, 0).sound(), "longer than 176");
    assertEquals(16, Quantised.probes(packed(shorter, 1), 1).panels()[0][6 * 8]);
  }

  /** A bound that misses the second or third term by a hundredth is below these products. */
  @Test
  void holdsWhereRoundingTakesAllItCan() {
    float[] whole = scaled(64, 22);
    float[] rounded = scaled(64, 20.499);
    new Pair(whole, rounded).assertHolds();
    new Pair(rounded, whole).assertHolds();
    new Pair(rounded, rounded).assertHolds();
    // (22 x 20.499 - 22 x 20) x 64 = 702.6, and 44 times 16 is 704
    assertEquals(22 * 20 * 64 + 704, new Pair(whole, rounded).bound());
    assertEquals(22 * 20 * 64 + 16, new Pair(rounded, whole).bound());
    assertEquals(22 * 20 * 64, new Pair(rounded, whole).least(), 2);
  }

  @Test
  void holdsForOneHotAndEqualAndOppositeVectors() {
    float[] first = {1, 0, 0};
    new Pair(first, first).assertHolds();
    assertEquals(172 * 172, new Pair(first, first).bound());
    assertEquals(172 * 172, new Pair(first, first).least());
    new Pair(first, new float[] {-1, 0, 0}).assertHolds();
    new Pair(first, new float[] {0, 1, 0}).assertHolds();
    new Pair(new float[3], first).assertHolds();
    new Pair(first, new float[3]).assertHolds();
    new Pair(new float[3], new float[3]).assertHolds();
  }

  /** 172, 37, 4, 2, 1, 1, 1: squares of 176 squared together. */
  @Test
  void keepsTo176BeforeAndAfterRounding() {
    float[] edge = scaled(172, 37, 4, 2, 1, 1, 1);
    new Pair(edge, edge).assertHolds();
    assertEquals(176 * 176, new Pair(edge, edge).bound(), 16);
    float[] opposite = scaled(-172, -37, -4, -2, -1, -1, -1);
    new Pair(edge, opposite).assertHolds();
    assertFalse(rows(scaled(172, 37, 4, 2, 1, 1, 1, 1), 0).sound());
    float[] longerBefore = scaled(172.4, 37.4);
    float[] longerAfter = scaled(171.6, 37.6);
    for (float[] longer : new float[][] {longerBefore, longerAfter}) {
      assertFalse(rows(longer, 0).sound());
      assertFalse(Quantised.probes(packed(longer, 1), 1).sound());
    }
    assertTrue(rows(scaled(171.6, 36.6), 0).sound());
  }

  /** At most 111 times 16: an error of 10.09. */
  @Test
  void keepsToWhatAShortHolds() {
    assertTrue(rows(scaled(407, 7.49995), 0).sound());
    assertFalse(rows(scaled(408, 7.49995), 0).sound());
    float[] highest = scaled(484, 7.55);
    new Pair(scaled(484, 8), highest).assertHolds();
    assertEquals(176 * 176 + 109 * 16, new Pair(scaled(484, 8), highest).bound());
  }

  @Test
  void neverDismissesARowWithoutABound() {
    Quantised probe = Quantised.probes(packed(new float[] {0.6f, 0.8f}, 1), 1);
    float[][] odd = {
      {Float.NaN, 0}, {0, Float.NEGATIVE_INFINITY}, {1.1f, 0}, {1e8f, 1}, {3e38f, 3e38f}
    };
    for (float[] row : odd) {
      assertAlways(probe, rows(row, 0));
    }
    assertAlways(probe, rows(new float[] {0, 0}, Float.POSITIVE_INFINITY));
    assertAlways(probe, rows(scaled(408, 7.49995), 0));
  }

  private static void assertAlways(Quantised probe, Quantised row) {
    assertFalse(row.sound());
    short[] panel = row.panels()[0];
    int numbers = panel.length / 8;
    for (int k = 0; k < numbers - 1; k++) {
      assertEquals(0, panel[k * 8]);
    }
    int bound = Quantised.FACTOR * panel[(numbers - 1) * 8];
    assertEquals(32752, bound);
    assertTrue(bound >= probe.least(0, Float.POSITIVE_INFINITY));
    assertTrue(bound >= probe.least(0, Float.MAX_VALUE));
  }

  @Test
  void asksForWhatShortsCanReach() {
    Quantised probe = Quantised.probes(packed(new float[] {1, 0}, 1), 1);
    assertEquals(Short.MIN_VALUE, probe.least(0, Float.NEGATIVE_INFINITY));
    assertEquals(Short.MIN_VALUE, probe.least(0, Float.NaN));
    assertEquals(Short.MIN_VALUE, probe.least(0, -1.2f));
    assertEquals(-29584, probe.least(0, -1));
    assertEquals(0, probe.least(0, 0));
    assertEquals(14792, probe.least(0, 0.5f));
    assertEquals(14792, probe.least(0, Math.nextUp(0.5f)));
    assertEquals(14791, probe.least(0, Math.nextDown(0.5f)));
    assertEquals(32752, probe.least(0, Float.POSITIVE_INFINITY));
  }

  /** Also near each other, where products are high, and on a coarse grid just off the halves. */
  @Test
  void isNeverBelowTheProductOfVectors() {
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 0; n < 1000; n++) {
      int dimension = 1 + random.nextInt(60);
      float[] probe = unit(dimension, n % 3, random);
      float[] row = n % 2 == 0 ? unit(dimension, n % 5, random) : near(probe, random);
      new Pair(probe, row).assertHolds();
    }
  }

  private static float[] unit(int dimension, int kind, SplittableRandom random) {
    double[] vector = random.doubles(dimension).map(x -> x - 0.5).toArray();
    double length = Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
    float[] unit = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      double number = Quantised.SCALE * vector[k] / length;
      double placed = kind == 0 ? Math.rint(number) * 0.95 + 0.4999 : number;
      unit[k] = (float) (placed / Quantised.SCALE);
    }
    return unit;
  }

  private static float[] near(float[] vector, SplittableRandom random) {
    float[] near = new float[vector.length];
    for (int k = 0; k < near.length; k++) {
      near[k] = vector[k] + (float) (random.nextDouble(-1, 1) / 2000);
    }
    return near;
  }

  /** Panels of 4 into those of 16, the last of them not full. */
  @Test
  void takesNarrowerPanels() {
    Matrix matrix = Matrix.of(Fixture.random(23, 5, 1));
    float[] values = matrix.values();
    IntStream.range(0, 23).forEach(row -> values[row * 5 + 4] = row == 9 ? Float.NaN : 0);
    Quantised wide = new Quantised(23, 5, 16);
    wide.takeRows(Packed.of(new Matrix(5, new float[23 * 5]), 4), 4);
    wide.takeRows(Packed.of(matrix, 4), 4);
    for (int row = 0; row < 23; row++) {
      Quantised alone = rows(Arrays.copyOf(matrix.row(row), 4), values[row * 5 + 4]);
      for (int k = 0; k < 5; k++) {
        assertEquals(alone.panels()[0][k * 8], wide.panels()[row / 16][k * 16 + row % 16]);
      }
    }
    assertFalse(wide.sound());
  }

  @Test
  void areTheBoundsOfUnitProbesUnderCosines() {
    Matrix probes = Matrix.of(Fixture.random(11, 6, 1));
    Metric distance = new Metric.MinusSquaredDistance(new float[11], new float[11]);
    assertInstanceOf(ShortBounds.class, bounds(probes, new Metric.Cosine()));
    assertInstanceOf(FloatBounds.class, bounds(probes, distance));
    probes.values()[10 * 6] = 1.1f;
    assertInstanceOf(FloatBounds.class, bounds(probes, new Metric.Cosine()));
  }

  private static Bounds bounds(Matrix probes, Metric metric) {
    HighScores search = new HighScores(new PlainKernel(), probes, probes, metric);
    Projection projection = new Projection(search.kernel(), EnergyBasis.of(probes), 3);
    return Bounds.of(search, projection.probes(probes).room().levels()[0], 11);
  }
}
