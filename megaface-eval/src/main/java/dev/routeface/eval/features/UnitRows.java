package dev.routeface.eval.features;

import dev.routeface.sdk.math.Rows;

/** Rows scaled to unit length, each whenever it is asked for. A row of zeros stays one. */
public record UnitRows(Rows rows) implements Rows {
  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public int dimension() {
    return rows.dimension();
  }

  @Override
  public void copy(int index, float[] target, int at) {
    rows.copy(index, target, at);
    int end = at + dimension();
    double square = 0;
    for (int k = at; k < end; k++) {
      square += (double) target[k] * target[k];
    }
    double length = square == 0 ? 1 : Math.sqrt(square);
    for (int k = at; k < end; k++) {
      target[k] = (float) (target[k] / length);
    }
  }
}
