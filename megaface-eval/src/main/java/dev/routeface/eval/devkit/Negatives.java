package dev.routeface.eval.devkit;

import dev.routeface.eval.rank.SortedScores;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** Counts negatives between the sorted positives. Safe for use by several threads. */
final class Negatives {
  private final SortedScores positives;

  /** Entry {@code n}: negatives strictly above the {@code n} lowest positives and no more. */
  private final AtomicLongArray between;

  /** Positives are the unordered pairs of one identity. */
  Negatives(Probes probes) {
    List<Probes.Positive> pairs = probes.positives();
    float[] scores = new float[pairs.size()];
    IntStream.range(0, scores.length).forEach(n -> scores[n] = pairs.get(n).score());
    Arrays.sort(scores);
    this.positives = new SortedScores(scores);
    this.between = new AtomicLongArray(scores.length + 1);
  }

  int positives() {
    return positives.size();
  }

  void see(float[] scores) {
    for (float score : scores) {
      between.incrementAndGet(positives.below(score));
    }
  }

  /** The counts so far; begins anew. */
  long[] drain() {
    long[] counts = new long[between.length()];
    for (int n = 0; n < counts.length; n++) {
      counts[n] = between.getAndSet(n, 0);
    }
    return counts;
  }
}
