package dev.routeface.eval.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

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

  @Test
  void refusesScoresOutOfOrder() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new SortedScores(new float[] {0.5f, 0.25f}));
    assertEquals("expected ascending scores, found 0.5 before 0.25", e.getMessage());
  }
}
