package dev.routeface.eval.devkit;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What some distractors add to the figures of one list. Parts of a list may be counted apart, in
 * any order and on any machine, and then added: the sum is that of the whole, to the last bit.
 */
final class Counts {
  /** Thresholds are kept for false positive rates up to this. */
  static final double MAX_FPR = 1e-4;

  /** And for no more than so many false positives: 64 MiB of scores. */
  static final int MAX_KEPT = 1 << 24;

  /** Of any counts that are written: the sizes alone. */
  static final int LEAST_BYTES = 8 * Integer.BYTES;

  private final int size;
  private final long[][] above;
  private final long[] between;
  private final BestDistractors[] best;
  private final HighestNegatives first;
  private final HighestNegatives all;
  private int distractors;

  /**
   * Nothing counted yet.
   *
   * @param positives pairs of one identity
   * @param size distractors that the list has
   */
  Counts(Probes probes, int positives, int size) {
    this.size = size;
    above = new long[probes.features().size()][];
    best = new BestDistractors[above.length];
    for (int[] images : probes.members()) {
      for (int probe : images) {
        above[probe] = new long[images.length - 1];
        best[probe] = new BestDistractors();
      }
    }
    between = new long[positives + 1];
    first = new HighestNegatives(keep((long) Experiment.negativeProbes(probes) * size));
    all = new HighestNegatives(keep((long) above.length * size));
  }

  /** Enough for thresholds up to the highest rate that anybody asks for, with some to spare. */
  private static int keep(long negatives) {
    long wanted = Math.min(MAX_KEPT, Math.max(100, (long) (MAX_FPR * negatives) + 1));
    return (int) Math.min(negatives, wanted);
  }

  /** As {@link #write} wrote them. */
  Counts(DataInputStream in) throws IOException {
    size = in.readInt();
    distractors = in.readInt();
    above = new long[PartialCounts.FORM.count(in, 2 * Integer.BYTES)][];
    best = new BestDistractors[above.length];
    for (int probe = 0; probe < above.length; probe++) {
      above[probe] = longs(in);
      best[probe] = new BestDistractors(in);
    }
    between = longs(in);
    first = new HighestNegatives(in);
    all = new HighestNegatives(in);
  }

  private static long[] longs(DataInputStream in) throws IOException {
    long[] values = new long[PartialCounts.FORM.count(in, Long.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readLong();
    }
    return values;
  }

  /** Equal counts give equal bytes. */
  void write(DataOutput out) throws IOException {
    out.writeInt(size);
    out.writeInt(distractors);
    out.writeInt(above.length);
    for (int probe = 0; probe < above.length; probe++) {
      write(out, above[probe]);
      best[probe].write(out);
    }
    write(out, between);
    first.write(out);
    all.write(out);
  }

  private static void write(DataOutput out, long[] values) throws IOException {
    out.writeInt(values.length);
    for (long value : values) {
      out.writeLong(value);
    }
  }

  /** Adds what was counted of other distractors of the same list. */
  void add(Counts more) {
    distractors += more.distractors;
    for (int probe = 0; probe < above.length; probe++) {
      add(above[probe], more.above[probe]);
      more.best[probe].list().forEach(best[probe]::see);
    }
    add(between, more.between);
    first.see(more.first.highest());
    all.see(more.all.highest());
  }

  private static void add(long[] sums, long[] more) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
  }

  /** Whether the others are of the same probes and a list of the same length. */
  boolean isLike(Counts other) {
    return size == other.size
        && between.length == other.between.length
        && Arrays.equals(
            above, other.above, Comparator.comparingInt((long[] mates) -> mates.length));
  }

  /** Length of the whole list. */
  int size() {
    return size;
  }

  /**
   * Adds distractors.
   *
   * @param moreAbove of each probe, distractors strictly above each of its mates by ascending score
   * @param moreBetween entry {@code n}: negatives above the {@code n} lowest positives and no more
   */
  void add(int more, int[][] moreAbove, long[] moreBetween) {
    distractors += more;
    for (int probe = 0; probe < above.length; probe++) {
      for (int mate = 0; mate < above[probe].length; mate++) {
        above[probe][mate] += moreAbove[probe][mate];
      }
    }
    for (int n = 0; n < between.length; n++) {
      between[n] += moreBetween[n];
    }
  }

  int distractors() {
    return distractors;
  }

  /** Distractors strictly above each mate of a probe, by ascending score of the mate. */
  long[] above(int probe) {
    return above[probe];
  }

  /** Best distractors of a probe so far; to be told of new ones. */
  BestDistractors best(int probe) {
    return best[probe];
  }

  List<List<BestDistractors.Best>> best() {
    return List.of(best).stream().map(BestDistractors::list).toList();
  }

  /** Scores of the devkit's negatives, those of its first probes. */
  HighestNegatives first() {
    return first;
  }

  /** Scores of all probes with all distractors. */
  HighestNegatives all() {
    return all;
  }

  Verification verification() {
    long[] counts = new long[between.length - 1];
    long sum = 0;
    for (int n = counts.length; n > 0; n--) {
      sum += between[n];
      counts[n - 1] = sum;
    }
    return new Verification(counts, sum + between[0]);
  }
}
