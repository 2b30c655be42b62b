package dev.routeface.eval.build;

import dev.routeface.eval.features.PickedRows;
import dev.routeface.eval.rank.Scores;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All pairs of vectors whose product reaches a floor, found by the rank kernel tile by tile: what
 * is kept are the pairs, never the scores.
 */
final class ClosePairs {
  /** More would mean that the floor is no floor. */
  static final int MOST = 1_000_000;

  /** Rows compared at a time; within one set, what lies before them is not compared again. */
  private static final int BLOCK = 4096;

  private final float floor;
  private final Wanted wanted;
  private final List<Pair> found = new ArrayList<>();

  /** Two rows and their product. */
  record Pair(int left, int right, float product) {}

  /** Which pairs above the floor to keep. */
  @FunctionalInterface
  interface Wanted {
    boolean keep(int left, int right, float product);
  }

  private ClosePairs(float floor, Wanted wanted) {
    this.floor = floor;
    this.wanted = wanted;
  }

  /**
   * Pairs of two sets, the closest first.
   *
   * @throws BadDataException if there are more than a million
   */
  static List<Pair> between(Rows left, Rows right, float floor, Wanted wanted, Progress progress) {
    ClosePairs pairs = new ClosePairs(floor, wanted);
    pairs.search(left, right, false, progress);
    return pairs.sorted();
  }

  /** Pairs of one set, {@code left < right}, as {@link #between}. */
  static List<Pair> within(Rows rows, float floor, Wanted wanted, Progress progress) {
    ClosePairs pairs = new ClosePairs(floor, wanted);
    pairs.search(rows, rows, true, progress);
    return pairs.sorted();
  }

  private void search(Rows left, Rows right, boolean upperHalf, Progress progress) {
    try (Progress.Task task = progress.start("comparing faces", left.size())) {
      for (int from = 0; from < left.size(); from += BLOCK) {
        int to = Math.min(left.size(), from + BLOCK);
        int first = upperHalf ? from : 0;
        Offset offset = new Offset(from, first, upperHalf);
        Scores.stream(
            part(left, from, to),
            part(right, first, right.size()),
            (row, start, scores) -> see(offset, row, start, scores));
        task.stepBy(to - from);
      }
    }
  }

  /** Where a block's rows lie in their sets. */
  private record Offset(int left, int right, boolean upperHalf) {}

  private static Rows part(Rows rows, int from, int to) {
    return new PickedRows(rows, IntStream.range(from, to).toArray());
  }

  private void see(Offset offset, int row, int start, float[] scores) {
    int left = offset.left() + row;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] >= floor) {
        see(offset, left, offset.right() + start + i, scores[i]);
      }
    }
  }

  private void see(Offset offset, int left, int right, float product) {
    if ((!offset.upperHalf() || left < right) && wanted.keep(left, right, product)) {
      add(new Pair(left, right, product));
    }
  }

  /** By one thread at a time, the count with it. */
  private synchronized void add(Pair pair) {
    if (found.size() == MOST) {
      throw new BadDataException(
          "expected at most a million suspicious pairs, found more at a cosine of %s; raise the threshold"
              .formatted(floor));
    }
    found.add(pair);
  }

  /** The order in which threads found them must not show. */
  private List<Pair> sorted() {
    return found.stream()
        .sorted(
            Comparator.comparing(Pair::product)
                .reversed()
                .thenComparing(Pair::left)
                .thenComparing(Pair::right))
        .toList();
  }
}
