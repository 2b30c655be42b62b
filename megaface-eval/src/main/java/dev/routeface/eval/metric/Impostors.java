package dev.routeface.eval.metric;

import dev.routeface.eval.rank.SortedScores;
import java.util.Arrays;

/** Counts impostor scores between the sorted genuine ones. Safe for use by several threads. */
final class Impostors {
  private final SortedScores genuine;

  /** Entry {@code n}: impostors that reach the {@code n} lowest genuine scores and no more. */
  private final long[] reaching;

  Impostors(SortedScores genuine) {
    this.genuine = genuine;
    this.reaching = new long[genuine.size() + 1];
  }

  void see(float[] scores) {
    int[] places = new int[scores.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = genuine.atMost(scores[i]);
    }
    synchronized (this) {
      for (int place : places) {
        reaching[place]++;
      }
    }
  }

  synchronized long seen() {
    return Arrays.stream(reaching).sum();
  }

  /** Entry {@code n}: impostors at or above the genuine score {@code n}. */
  synchronized long[] falseAccepts() {
    long[] accepts = new long[genuine.size()];
    long sum = 0;
    for (int n = accepts.length - 1; n >= 0; n--) {
      sum += reaching[n + 1];
      accepts[n] = sum;
    }
    return accepts;
  }
}
