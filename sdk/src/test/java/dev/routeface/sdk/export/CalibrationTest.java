package dev.routeface.sdk.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.onnx.Range;
import dev.routeface.sdk.data.SyntheticFaces;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalibrationTest {
  @Test
  void minAndMaxAreWhatOccurred() {
    assertEquals(new Range(-2, 6), Calibration.MINMAX.range(counted(-2, 6, -2, 0, 1, 6)));
  }

  /** 100,000 numbers in the first half of the range, nine far out: fewer than 0.01 %. */
  @Test
  void aPercentilePassesOverTheFewFarOut() {
    Histogram histogram = new Histogram(0, 1);
    float[] values = new float[100_009];
    for (int i = 0; i < values.length; i++) {
      values[i] = i < 100_000 ? i / 200_000f : 1;
    }
    histogram.count(FloatBuffer.wrap(values));
    Range range = Calibration.PERCENTILE.range(histogram);
    assertEquals(0, range.low());
    assertEquals(0.5, range.high(), 1e-3);
  }

  /** A thin tail ten times as long as the body costs every other number its precision. */
  @Test
  void theLeastDivergenceCutsAThinTail() {
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[200_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.abs(random.nextDouble() + random.nextDouble() - 1);
    }
    values[0] = 10;
    Histogram histogram = new Histogram(0, 10);
    histogram.count(FloatBuffer.wrap(values));
    Range range = Calibration.KL.range(histogram);
    assertTrue(range.high() > 0.8 && range.high() < 4, range::toString);
  }

  /** Nothing is lost by 256 steps where there are 256 bins. */
  @Test
  void theDivergenceOfADistributionFromItselfIsZero() {
    double[] counts = IntStream.range(0, 256).mapToDouble(i -> i % 7 + 1).toArray();
    assertArrayEquals(counts, LeastDivergence.quantised(counts));
    assertEquals(0, LeastDivergence.divergence(counts, counts), 1e-12);
    assertTrue(LeastDivergence.divergence(counts, LeastDivergence.quantised(doubled(counts))) > 0);
  }

  private static double[] doubled(double[] counts) {
    double[] other = counts.clone();
    other[0] = 100;
    return other;
  }

  @ParameterizedTest
  @EnumSource
  void aMapOfNothingButZeroHasARange(Calibration calibration) {
    assertEquals(new Range(0, 0), calibration.range(counted(0, 0, 0, 0)));
  }

  private static Histogram counted(double low, double high, float... values) {
    Histogram histogram = new Histogram(low, high);
    histogram.count(FloatBuffer.wrap(values));
    return histogram;
  }

  @Test
  void refusesACalibrationOnThreeFaces() {
    assertEquals(
        "few/: expected at least 32 faces to calibrate on, found 3",
        assertThrows(BadDataException.class, () -> faces(3)).getMessage());
  }

  @Test
  void everyFourthFaceIsHeldApart() {
    CalibrationFaces faces = faces(34);
    assertEquals(8, faces.heldApart().length);
    assertEquals(26, faces.forRanges().length);
    assertEquals(3, faces.heldApart()[0]);
  }

  private static CalibrationFaces faces(int count) {
    return CalibrationFaces.of(
        new SyntheticFaces(1, count, 16, Seed.of(1)),
        "few/",
        Preparation.pixels(16),
        Progress.NONE);
  }

  @Test
  void agreementIsPerfectWithItself() {
    UnitVectors rows = UnitVectors.normalise(2, new float[] {1, 2, 3, 4, -1, 0});
    Agreement same = Agreement.of(rows, rows);
    assertEquals(3, same.faces());
    assertEquals(0, same.difference());
    assertEquals(1, same.mean(), 1e-12);
    assertEquals(1, same.low(), 1e-12);
  }

  /**
   * Of 40 rows, one is opposite and one at a right angle: the second lowest is the 5 % quantile.
   */
  @Test
  void theLowCosineIsTheFiveHundredthsQuantile() {
    float[] one = new float[80];
    float[] other = new float[80];
    for (int i = 0; i < 40; i++) {
      one[2 * i] = 1;
      other[2 * i] = i == 0 ? -1 : i == 1 ? 0 : 1;
      other[2 * i + 1] = i == 1 ? 1 : 0;
    }
    Agreement agreement = Agreement.of(UnitVectors.of(2, one), UnitVectors.of(2, other));
    assertEquals(0, agreement.low());
    assertEquals(37 / 40.0, agreement.mean(), 1e-12);
    assertEquals(2, agreement.difference());
  }
}
