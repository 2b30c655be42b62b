package dev.routeface.eval.metric;

import dev.routeface.eval.rank.SortedScores;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts impostor scores between the sorted genuine ones. Safe for use by several threads. */
final class Impostors {
  private final SortedScores genuine;

  /** Entry {@code n}: impostors that reach the {@code n} lowest genuine scores and no more. */
  private final AtomicLongArray reaching;

  Impostors(SortedScores genuine) {
    this.genuine = genuine;
    this.reaching = new AtomicLongArray(genuine.size() + 1);
  }

  void see(float[] scores) {
    for (float score : scores) {
      reaching.incrementAndGet(genuine.atMost(score));
    }
  }

  long seen() {
    long seen = 0;
    for (int n = 0; n < reaching.length(); n++) {
      seen += reaching.get(n);
    }
    return seen;
  }

  /** Entry {@code n}: impostors at or above the genuine score {@code n}. */
  long[] falseAccepts() {
    long[] accepts = new long[genuine.size()];
    long sum = 0;
    for (int n = accepts.length - 1; n >= 0; n--) {
      sum += reaching.get(n + 1);
      accepts[n] = sum;
    }
    return accepts;
  }
}
