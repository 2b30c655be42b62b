package dev.routeface.eval.devkit;

import dev.routeface.eval.rank.SortedScores;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Counts negatives between the sorted positives. Safe for use by several threads. */
final class Negatives {
  private final SortedScores positives;

  /** Entry {@code n}: negatives strictly above the {@code n} lowest positives and no more. */
  private long[] between;

  /** Positives are the unordered pairs of one identity. */
  Negatives(Probes probes) {
    List<Probes.Positive> pairs = probes.positives();
    float[] scores = new float[pairs.size()];
    IntStream.range(0, scores.length).forEach(n -> scores[n] = pairs.get(n).score());
    Arrays.sort(scores);
    this.positives = new SortedScores(scores);
    this.between = new long[scores.length + 1];
  }

  int positives() {
    return positives.size();
  }

  void see(float[] scores) {
    int[] places = new int[scores.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = positives.below(scores[i]);
    }
    synchronized (this) {
      for (int place : places) {
        between[place]++;
      }
    }
  }

  /** The counts so far; begins anew. */
  synchronized long[] drain() {
    long[] counts = between;
    between = new long[counts.length];
    return counts;
  }
}
