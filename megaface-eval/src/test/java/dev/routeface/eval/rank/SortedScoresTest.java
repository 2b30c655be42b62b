package dev.routeface.eval.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedScoresTest {
  private final SortedScores scores = new SortedScores(new float[] {-1, 0, 0, 0.5f});

  @Test
  void countsTiesAsAtMostButNotAsBelow() {
    assertEquals(1, scores.below(0));
    assertEquals(3, scores.atMost(0));
    assertEquals(3, scores.atMost(-0.0f));
    assertEquals(1, scores.below(-0.0f));
  }

  @Test
  void countsNoneBelowTheLowestAndAllAtMostTheHighest() {
    assertEquals(0, scores.below(-1));
    assertEquals(4, scores.atMost(0.5f));
    assertEquals(0, new SortedScores(new float[0]).below(1));
  }

  /** Scores crowd together, tie, and lie far out, so that buckets are full, empty and one. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void countsAsLookingAtEachDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] ascending = new float[1000];
    for (int i = 0; i < ascending.length; i++) {
      float score = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-4, 3)));
      ascending[i] = random.nextInt(4) == 0 ? Math.round(score) : score;
    }
    Arrays.sort(ascending);
    SortedScores sorted = new SortedScores(ascending);
    for (int i = 0; i < 5000; i++) {
      float score = ascending[random.nextInt(ascending.length)];
      float[] near = {score, Math.nextUp(score), Math.nextDown(score), 3 * score, -score};
      for (float one : near) {
        assertEquals(below(ascending, one), sorted.below(one), String.valueOf(one));
      }
    }
    assertEquals(0, sorted.below(Float.NEGATIVE_INFINITY));
    assertEquals(1000, sorted.below(Float.POSITIVE_INFINITY));
  }

  private static int below(float[] scores, float bound) {
    int below = 0;
    for (float score : scores) {
      below += score < bound ? 1 : 0;
    }
    return below;
  }

  @Test
  void refusesScoresOutOfOrder() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new SortedScores(new float[] {0.5f, 0.25f}));
    assertEquals("expected ascending scores, found 0.5 before 0.25", e.getMessage());
  }
}
