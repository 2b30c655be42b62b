package dev.routeface.sdk.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UnitVectorsTest {
  @Test
  void normalisesEveryRowInPlace() {
    float[] values = {3, 4, 0, -2};
    UnitVectors vectors = UnitVectors.normalise(2, values);
    assertArrayEquals(new float[] {0.6f, 0.8f, 0, -1}, values);
    assertEquals(2, vectors.size());
    assertArrayEquals(new float[] {0, -1}, vectors.row(1));
  }

  @Test
  void lengthDoesNotChangeTheResult() {
    float[] small = random(1021, 3);
    float[] large = small.clone();
    for (int i = 0; i < large.length; i++) {
      large[i] *= 1024; // a power of two: exact
    }
    UnitVectors.normalise(1021, small);
    UnitVectors.normalise(1021, large);
    assertArrayEquals(small, large);
  }

  @Test
  void cosineOfARowWithItselfIsOne() {
    UnitVectors vectors = UnitVectors.normalise(1021, random(1021, 4));
    assertEquals(1, vectors.cosine(0, 0), 1e-5);
    assertEquals(vectors.cosine(1, 3), vectors.cosine(3, 1));
  }

  @Test
  void cosineIsTheFusedFloatSumInOrder() {
    UnitVectors vectors = UnitVectors.normalise(1021, random(1021, 2));
    float sum = 0;
    for (int k = 0; k < 1021; k++) {
      sum = Math.fma(vectors.row(0)[k], vectors.row(1)[k], sum);
    }
    assertEquals(sum, vectors.cosine(0, 1));
  }

  @Test
  void selectsRowsInTheGivenOrderAndRepeatsThem() {
    UnitVectors vectors = UnitVectors.of(2, new float[] {1, 0, 0, 1, -1, 0});
    UnitVectors chosen = vectors.select(new int[] {2, 0, 2});
    assertEquals(3, chosen.size());
    assertArrayEquals(new float[] {-1, 0}, chosen.row(0));
    assertArrayEquals(new float[] {1, 0}, chosen.row(1));
    assertArrayEquals(new float[] {-1, 0}, chosen.row(2));
  }

  @Test
  void aRowIsACopy() {
    UnitVectors vectors = UnitVectors.of(2, new float[] {1, 0});
    vectors.row(0)[0] = 5;
    assertArrayEquals(new float[] {1, 0}, vectors.row(0));
  }

  @Test
  void nothingIsAlsoASet() {
    assertEquals(0, UnitVectors.of(128, new float[0]).size());
  }

  @Test
  void readsRowsWhateverTheBuffersPosition() {
    FloatBuffer buffer = FloatBuffer.wrap(new float[] {1, 0, 0, 1});
    buffer.position(3);
    UnitVectors vectors = new UnitVectors(2, buffer);
    assertEquals(2, vectors.size());
    assertArrayEquals(new float[] {0, 1}, vectors.row(1));
  }

  @Test
  void allowsATinyErrorOfLengthAndNoMore() {
    assertEquals(1, UnitVectors.of(2, new float[] {1.0009f, 0}).size());
    assertThrows(IllegalArgumentException.class, () -> UnitVectors.of(2, new float[] {1.0011f, 0}));
    assertRefused("expected unit vectors, found length 1.5 in row 0", new float[] {1.5f, 0});
    assertRefused("expected unit vectors, found length 0.0 in row 0", new float[] {0, 0});
    assertRefused("expected unit vectors, found length NaN in row 0", new float[] {Float.NaN, 0});
  }

  @Test
  void namesTheRowThatIsNoUnitVector() {
    assertEquals(
        "expected unit vectors, found length 2.0 in row 1",
        assertThrows(
                IllegalArgumentException.class,
                () -> UnitVectors.of(2, new float[] {1, 0, 0, 2, 7, 7}))
            .getMessage());
  }

  @Test
  void refusesRowsThatDoNotFit() {
    assertEquals(
        "expected rows of 2 floats, found 3 floats",
        assertThrows(IllegalArgumentException.class, () -> UnitVectors.of(2, new float[3]))
            .getMessage());
    assertEquals(
        "expected rows of 0 floats, found 0 floats",
        assertThrows(IllegalArgumentException.class, () -> UnitVectors.of(0, new float[0]))
            .getMessage());
    assertEquals(
        "expected rows of 2 floats, found 3 floats",
        assertThrows(
                IllegalArgumentException.class,
                () -> UnitVectors.normalise(2, new float[] {1, 2, 3}))
            .getMessage());
  }

  @Test
  void namesTheRowThatCannotBeScaledToUnitLength() {
    for (float bad : new float[] {0, Float.NaN, Float.POSITIVE_INFINITY}) {
      double length = Math.abs((double) bad);
      assertEquals(
          "expected a finite vector that is not zero, found length " + length + " in row 1",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> UnitVectors.normalise(2, new float[] {1, 2, bad, 0}))
              .getMessage());
    }
  }

  private static void assertRefused(String message, float[] row) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> UnitVectors.of(2, row)).getMessage());
  }

  private static float[] random(int dimension, int rows) {
    SplittableRandom random = new SplittableRandom(11);
    float[] values = new float[dimension * rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
