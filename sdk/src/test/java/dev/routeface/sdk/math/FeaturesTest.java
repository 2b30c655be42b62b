package dev.routeface.sdk.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FeaturesTest {
  private final Features features =
      Features.of(
          2,
          new float[][] {{3, 4}, {}, {0, 0}, {Float.NaN, 1}, {0, Float.POSITIVE_INFINITY}, {0, 2}});

  @Test
  void whatHasNoDirectionFailed() {
    assertArrayEquals(new int[] {0, 5}, features.embedded());
    assertEquals(4, features.failures());
    assertEquals(6, features.size());
    assertFalse(features.failed(5));
  }

  @Test
  void lengthsAreKeptUntilTheyAreAskedAway() {
    assertArrayEquals(new float[] {3, 4}, features.row(0));
    UnitVectors unit = features.unit(new int[] {5, 0});
    assertArrayEquals(new float[] {0, 1}, unit.row(0));
    assertArrayEquals(new float[] {0.6f, 0.8f}, unit.row(1));
  }

  @Test
  void unitVectorsAreFeaturesOfLengthOne() {
    UnitVectors unit = features.unit(new int[] {5, 0});
    assertEquals(unit, Features.of(unit).unit(new int[] {0, 1}));
  }

  @Test
  void saysWhatIsWrong() {
    assertEquals(
        "expected an embedding, found that image 1 failed",
        assertThrows(IllegalArgumentException.class, () -> features.row(1)).getMessage());
    assertEquals(
        "expected rows of 2 floats, found 1 in row 0",
        assertThrows(IllegalArgumentException.class, () -> Features.of(2, new float[][] {{1}}))
            .getMessage());
  }
}
