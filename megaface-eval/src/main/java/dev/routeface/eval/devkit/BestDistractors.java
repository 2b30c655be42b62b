package dev.routeface.eval.devkit;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A probe's five highest distractors; of equal ones the later, as a descending sort leaves them.
 * They may come in any order.
 */
final class BestDistractors {
  /** How many the devkit keeps. */
  static final int COUNT = 5;

  private static final Comparator<Best> ORDER =
      Comparator.comparing(Best::score).thenComparing(Best::row).reversed();

  /**
   * One distractor.
   *
   * @param row in its list
   */
  record Best(int row, float score) {}

  private final List<Best> best = new ArrayList<>();

  BestDistractors() {}

  /** As {@link #write} wrote them. */
  BestDistractors(DataInputStream in) throws IOException {
    for (int count = PartialCounts.FORM.count(in, 2 * Integer.BYTES); count > 0; count--) {
      see(new Best(in.readInt(), in.readFloat()));
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(best.size());
    for (Best one : best) {
      out.writeInt(one.row());
      out.writeFloat(one.score());
    }
  }

  /** Scores below this are none of the best; not a number is below nothing. */
  float floor() {
    return best.size() < COUNT ? Float.NEGATIVE_INFINITY : best.get(COUNT - 1).score();
  }

  void see(int row, float score) {
    if (best.size() < COUNT || score >= floor()) {
      see(new Best(row, score));
    }
  }

  void see(Best next) {
    int place = 0;
    while (place < best.size() && ORDER.compare(best.get(place), next) < 0) {
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
