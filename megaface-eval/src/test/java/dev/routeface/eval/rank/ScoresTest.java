package dev.routeface.eval.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.eval.Fixture;
import dev.routeface.sdk.math.UnitVectors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoresTest {
  /** Lengths around the step of four and around the tile, and primes. */
  @ParameterizedTest
  @CsvSource({"1,1,1", "3,7,1", "5,8,255", "5,9,256", "5,13,257", "11,127,1021", "2,4,0", "0,4,5"})
  void givesEveryCosineOnceAndBitForBitAsThePlainSum(int probes, int dimension, int gallery) {
    UnitVectors a = Fixture.random(probes, dimension, 1);
    UnitVectors b = Fixture.random(gallery, dimension, 2);
    float[][] streamed = new float[probes][gallery];
    for (float[] row : streamed) {
      Arrays.fill(row, Float.NaN);
    }
    Scores.stream(
        a,
        b,
        (probe, first, scores) ->
            System.arraycopy(scores, 0, streamed[probe], first, scores.length));
    for (int i = 0; i < probes; i++) {
      for (int j = 0; j < gallery; j++) {
        assertEquals(plain(a.row(i), b.row(j)), streamed[i][j]);
      }
    }
  }

  private static float plain(float[] a, float[] b) {
    float sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  @Test
  void refusesVectorsOfTwoDimensions() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Scores.stream(
                    Fixture.random(1, 3, 1), Fixture.random(1, 4, 1), (probe, first, s) -> {}));
    assertEquals("expected probes and gallery of one dimension, found 3 and 4", e.getMessage());
  }
}
