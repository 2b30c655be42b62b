package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;
import java.util.stream.IntStream;

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

  /** All rows, copied. */
  static Matrix of(Rows rows) {
    return of(rows, IntStream.range(0, rows.size()).toArray());
  }

  /** Consecutive rows, copied. */
  static Matrix of(Rows rows, int first, int count) {
    return of(rows, IntStream.range(first, first + count).toArray());
  }

  /** Some rows, copied in the given order. */
  static Matrix of(Rows rows, int[] chosen) {
    int dimension = rows.dimension();
    float[] values = new float[chosen.length * dimension];
    for (int i = 0; i < chosen.length; i++) {
      rows.copy(chosen[i], values, i * dimension);
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
  public void copy(int index, float[] target, int at) {
    System.arraycopy(values, index * dimension, target, at, dimension);
  }

  /** Products of all rows with all of another's: this, times the other transposed. */
  Matrix times(Matrix other) {
    float[] all = new float[size() * other.size()];
    Scores.stream(
        this,
        other,
        (row, first, products) ->
            System.arraycopy(products, 0, all, row * other.size() + first, products.length));
    return new Matrix(other.size(), all);
  }

  /** Columns as rows. */
  Matrix transposed() {
    int size = size();
    float[] columns = new float[values.length];
    IntStream.range(0, dimension)
        .parallel()
        .forEach(
            k -> {
              for (int row = 0; row < size; row++) {
                columns[k * size + row] = values[row * dimension + k];
              }
            });
    return new Matrix(size, columns);
  }
}
