package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;

/** Rows in one array. */
final class Matrix implements Rows {
  private final int dimension;
  private final float[] values;

  /**
   * Takes the array over.
   *
   * @param values row-major (N, D)
   */
  Matrix(int dimension, float[] values) {
    this.dimension = dimension;
    this.values = values;
  }

  /** Consecutive rows, copied. */
  static Matrix of(Rows rows, int first, int count) {
    float[] values = new float[count * rows.dimension()];
    rows.copy(first, count, values);
    return new Matrix(rows.dimension(), values);
  }

  /** Some rows, copied in the given order. */
  static Matrix of(Rows rows, int[] chosen) {
    int dimension = rows.dimension();
    float[] values = new float[chosen.length * dimension];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(rows.row(chosen[i]), 0, values, i * dimension, dimension);
    }
    return new Matrix(dimension, values);
  }

  @Override
  public int size() {
    return values.length / dimension;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  /** All rows, not copied. */
  float[] values() {
    return values;
  }

  @Override
  public float[] row(int index) {
    float[] row = new float[dimension];
    copy(index, 1, row);
    return row;
  }

  @Override
  public void copy(int first, int count, float[] target) {
    System.arraycopy(values, first * dimension, target, 0, count * dimension);
  }
}
