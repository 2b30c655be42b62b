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
  public float[] row(int index) {
    float[] row = rows.row(index);
    double square = 0;
    for (float value : row) {
      square += (double) value * value;
    }
    double length = square == 0 ? 1 : Math.sqrt(square);
    for (int k = 0; k < row.length; k++) {
      row[k] = (float) (row[k] / length);
    }
    return row;
  }
}
