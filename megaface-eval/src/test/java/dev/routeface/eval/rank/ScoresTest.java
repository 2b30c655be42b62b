package dev.routeface.eval.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.eval.Fixture;
import dev.routeface.sdk.math.UnitVectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How scores are handed out; that they are right is in {@link KernelTest}. */
class ScoresTest {
  @Test
  void handsOutEveryProbesRowsInOrder() {
    int gallery = Scores.CHUNK + 300;
    int[] next = new int[37];
    Scores.stream(
        Fixture.random(37, 3, 1),
        Fixture.random(gallery, 3, 2),
        (probe, first, scores) -> {
          assertEquals(next[probe], first);
          next[probe] += scores.length;
        });
    assertArrayEquals(IntStream.generate(() -> gallery).limit(37).toArray(), next);
  }

  @Test
  void letsASinkWriteOverItsScores() {
    UnitVectors probes = Fixture.random(20, 3, 1);
    UnitVectors gallery = Fixture.random(700, 3, 2);
    Scores.stream(
        probes,
        gallery,
        (probe, first, scores) -> {
          for (int i = 0; i < scores.length; i++) {
            assertEquals(dot(probes.row(probe), gallery.row(first + i)), scores[i], 1e-6);
            scores[i] = Float.NaN;
          }
        });
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(k -> (double) a[k] * b[k]).sum();
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
