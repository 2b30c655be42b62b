package dev.routeface.sdk.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RawEmbeddingsTest {
  private final RawEmbeddings raw =
      RawEmbeddings.of(
          2,
          new float[][] {{3, 4}, {}, {0, 0}, {Float.NaN, 1}, {0, Float.POSITIVE_INFINITY}, {0, 2}});

  @Test
  void whatHasNoDirectionFailed() {
    assertArrayEquals(new int[] {0, 5}, raw.embedded());
    assertEquals(4, raw.failures());
    assertEquals(6, raw.size());
    assertFalse(raw.failed(5));
  }

  @Test
  void lengthsAreKeptUntilTheyAreAskedAway() {
    assertArrayEquals(new float[] {3, 4}, raw.row(0));
    UnitVectors unit = raw.unit(new int[] {5, 0});
    assertArrayEquals(new float[] {0, 1}, unit.row(0));
    assertArrayEquals(new float[] {0.6f, 0.8f}, unit.row(1));
  }

  @Test
  void unitVectorsAreFeaturesOfLengthOne() {
    UnitVectors unit = raw.unit(new int[] {5, 0});
    assertEquals(unit, RawEmbeddings.of(unit).unit(new int[] {0, 1}));
  }

  @Test
  void saysWhatIsWrong() {
    assertEquals(
        "expected an embedding, found that image 1 failed",
        assertThrows(IllegalArgumentException.class, () -> raw.row(1)).getMessage());
    assertEquals(
        "expected rows of 2 floats, found 1 in row 0",
        assertThrows(IllegalArgumentException.class, () -> RawEmbeddings.of(2, new float[][] {{1}}))
            .getMessage());
  }
}
