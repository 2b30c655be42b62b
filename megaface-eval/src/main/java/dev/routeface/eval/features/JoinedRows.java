package dev.routeface.eval.features;

import dev.routeface.sdk.math.Rows;
import java.util.Arrays;
import java.util.List;

/** Rows of one dimension, one part after another; nothing is copied. */
final class JoinedRows implements Rows {
  private final List<Rows> parts;

  /** First row of each part, then how many there are. */
  private final int[] first;

  JoinedRows(List<Rows> parts) {
    this.parts = List.copyOf(parts);
    this.first = new int[parts.size() + 1];
    for (int part = 0; part < parts.size(); part++) {
      first[part + 1] = Math.addExact(first[part], parts.get(part).size());
    }
  }

  @Override
  public int size() {
    return first[parts.size()];
  }

  @Override
  public int dimension() {
    return parts.get(0).dimension();
  }

  @Override
  public void copy(int index, float[] target, int at) {
    int place = Arrays.binarySearch(first, index);
    int part = place < 0 ? -place - 2 : place;
    parts.get(part).copy(index - first[part], target, at);
  }
}
