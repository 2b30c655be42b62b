package dev.routeface.eval.devkit;

import dev.routeface.eval.rank.Kernel;
import java.util.ArrayList;
import java.util.List;

/**
 * A probe's five highest distractors; of equal ones the later, as a descending sort leaves them.
 */
final class BestDistractors {
  /** How many the devkit keeps. */
  static final int COUNT = 5;

  /**
   * One distractor.
   *
   * @param row in its list
   */
  record Best(int row, float score) {}

  private final List<Best> best = new ArrayList<>();

  /** Scores below this are no longer among the best. */
  float floor() {
    return best.size() < COUNT ? Float.NEGATIVE_INFINITY : best.get(COUNT - 1).score();
  }

  /** Distractors must pass by in order. */
  void see(int first, float[] scores) {
    int[] chosen = new int[scores.length + 1];
    int count = Kernel.here().select(scores, floor(), chosen);
    for (int n = 0; n < count; n++) {
      int i = chosen[n];
      if (scores[i] >= floor()) {
        insert(new Best(first + i, scores[i]));
      }
    }
  }

  private void insert(Best next) {
    int place = 0;
    while (place < best.size() && best.get(place).score() > next.score()) {
      place++;
    }
    best.add(place, next);
    if (best.size() > COUNT) {
      best.remove(COUNT);
    }
  }

  /** By descending score; fewer if there were fewer. */
  List<Best> list() {
    return List.copyOf(best);
  }
}
