package dev.routeface.eval.devkit;

import dev.routeface.eval.rank.Selection;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The highest of many scores, for exact thresholds at low rates without a list of all. Safe for use
 * by several threads.
 */
final class HighestNegatives {
  private static final int SPARE = 256;

  private final int keep;
  private float[] scores = new float[SPARE];
  private int held;
  private volatile float floor = Float.NEGATIVE_INFINITY;

  /**
   * @param keep how many are wanted
   */
  HighestNegatives(int keep) {
    this.keep = keep;
  }

  /** As {@link #write} wrote them. */
  HighestNegatives(DataInputStream in) throws IOException {
    this(in.readInt());
    if (keep < 0 || keep > Counts.MAX_KEPT) {
      throw PartialCounts.FORM.wrong("0 to %d scores to keep".formatted(Counts.MAX_KEPT), keep);
    }
    for (int count = PartialCounts.FORM.count(in, Float.BYTES); count > 0; count--) {
      add(in.readFloat());
    }
  }

  void write(DataOutput out) throws IOException {
    float[] highest = highest();
    out.writeInt(keep);
    out.writeInt(highest.length);
    for (float score : highest) {
      out.writeFloat(score);
    }
  }

  /** Scores below this are none of the highest. */
  float floor() {
    return floor;
  }

  void see(float[] more) {
    Selection high = Selection.of(more, floor);
    if (high.size() > 0) {
      add(more, high);
    }
  }

  private synchronized void add(float[] more, Selection high) {
    for (int n = 0; n < high.size(); n++) {
      if (more[high.index(n)] >= floor) {
        add(more[high.index(n)]);
      }
    }
  }

  private void add(float score) {
    int most = 2 * keep + SPARE;
    if (held == scores.length && held < most) {
      scores = Arrays.copyOf(scores, Math.min(2 * held, most));
    } else if (held == scores.length) {
      Arrays.sort(scores);
      System.arraycopy(scores, held - keep, scores, 0, keep);
      held = keep;
      floor = scores[0];
    }
    scores[held++] = score;
  }

  /**
   * Descending, the {@code keep} highest or all there were.
   *
   * @return a copy
   */
  synchronized float[] highest() {
    float[] sorted = Arrays.copyOf(scores, held);
    Arrays.sort(sorted);
    float[] highest = new float[Math.min(keep, held)];
    for (int i = 0; i < highest.length; i++) {
      highest[i] = sorted[sorted.length - 1 - i];
    }
    return highest;
  }
}
