package dev.routeface.eval.features;

import dev.routeface.sdk.math.Rows;

/**
 * Some rows of others, in an order of their own; nothing is copied.
 *
 * @param picked the row of {@code rows} behind each of these
 */
@SuppressWarnings("ArrayRecordComponent") // as long as a gallery; nobody compares them
public record PickedRows(Rows rows, int[] picked) implements Rows {
  @Override
  public int size() {
    return picked.length;
  }

  @Override
  public int dimension() {
    return rows.dimension();
  }

  @Override
  public void copy(int index, float[] target, int at) {
    rows.copy(picked[index], target, at);
  }
}
