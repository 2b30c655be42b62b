package dev.routeface.sdk.gallery;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The best rows so far, best first. For one thread. */
final class Best {
  private static final int FIRST_ROOM = 16;

  private final TopK topK;
  private float[] cosines = new float[FIRST_ROOM];
  private long[] rows = new long[FIRST_ROOM];
  private long[] groups = new long[FIRST_ROOM];
  private int count;

  Best(TopK topK) {
    this.topK = topK;
  }

  /** The cosine below which a row changes nothing; it never falls. */
  float floor() {
    return count < topK.k() ? Float.NEGATIVE_INFINITY : cosines[count - 1];
  }

  void offer(long row, float cosine) {
    int place = place(row, cosine);
    if (place == topK.k()) {
      return;
    }
    long group = topK.group().isPresent() ? topK.group().get().applyAsLong(row) : row;
    int leaves = leaving(group);
    if (place <= leaves) {
      makeRoom();
      moveDown(place, leaves);
      cosines[place] = cosine;
      rows[place] = row;
      groups[place] = group;
      count = Math.max(count, leaves + 1);
    }
  }

  private int place(long row, float cosine) {
    int place = count;
    while (place > 0 && better(row, cosine, place - 1)) {
      place--;
    }
    return place;
  }

  private boolean better(long row, float cosine, int than) {
    return cosine > cosines[than] || (cosine == cosines[than] && row < rows[than]);
  }

  /** The place that a new row of this group frees: its old one, or else the last. */
  private int leaving(long group) {
    if (topK.group().isPresent()) {
      for (int i = 0; i < count; i++) {
        if (groups[i] == group) {
          return i;
        }
      }
    }
    return Math.min(count, topK.k() - 1);
  }

  private void makeRoom() {
    if (count == rows.length) {
      int room = 2 * count;
      cosines = Arrays.copyOf(cosines, room);
      rows = Arrays.copyOf(rows, room);
      groups = Arrays.copyOf(groups, room);
    }
  }

  private void moveDown(int from, int to) {
    System.arraycopy(cosines, from, cosines, from + 1, to - from);
    System.arraycopy(rows, from, rows, from + 1, to - from);
    System.arraycopy(groups, from, groups, from + 1, to - from);
  }

  /** Offers all rows to another. */
  void offerTo(Best other) {
    for (int i = 0; i < count; i++) {
      other.offer(rows[i], cosines[i]);
    }
  }

  List<Match> matches() {
    return IntStream.range(0, count).mapToObj(i -> new Match(rows[i], cosines[i])).toList();
  }
}
