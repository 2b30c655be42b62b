package dev.routeface.sdk.math;

import java.nio.FloatBuffer;

/**
 * Many embeddings of unit length, row by row: the only thing that can be compared. Rows may lie in
 * a memory-mapped file.
 *
 * @param dimension floats per row
 * @param values row-major, {@code size() * dimension} floats (N, D)
 */
public record UnitVectors(int dimension, FloatBuffer values) implements Rows {
  /** How far a row's length may be from one. */
  public static final double TOLERANCE = 1e-3;

  /** Checks every row once. */
  public UnitVectors {
    if (dimension < 1 || values.capacity() % dimension != 0) {
      throw new IllegalArgumentException(
          "expected rows of %d floats, found %d floats".formatted(dimension, values.capacity()));
    }
    for (int row = 0; row < values.capacity() / dimension; row++) {
      double length = length(values, row, dimension);
      if (!(Math.abs(length - 1) <= TOLERANCE)) {
        throw new IllegalArgumentException(
            "expected unit vectors, found length %s in row %d".formatted(length, row));
      }
    }
  }

  public static UnitVectors of(int dimension, float[] values) {
    return new UnitVectors(dimension, FloatBuffer.wrap(values));
  }

  /**
   * Scales every row to unit length, in place, then wraps it.
   *
   * @throws IllegalArgumentException naming the row, if one is zero or not finite
   */
  public static UnitVectors normalise(int dimension, float[] values) {
    FloatBuffer buffer = FloatBuffer.wrap(values);
    for (int row = 0; row < values.length / dimension; row++) {
      double length = length(buffer, row, dimension);
      if (!scalable(length)) {
        throw new IllegalArgumentException(
            "expected a finite vector that is not zero, found length %s in row %d"
                .formatted(length, row));
      }
      for (int k = row * dimension; k < (row + 1) * dimension; k++) {
        values[k] = (float) (values[k] / length);
      }
    }
    return new UnitVectors(dimension, buffer);
  }

  @Override
  public int size() {
    return values.capacity() / dimension;
  }

  @Override
  public void copy(int index, float[] target, int at) {
    values.get(index * dimension, target, at, dimension);
  }

  /** Some rows, copied in the given order. */
  public UnitVectors select(int[] rows) {
    float[] chosen = new float[rows.length * dimension];
    for (int i = 0; i < rows.length; i++) {
      values.get(rows[i] * dimension, chosen, i * dimension, dimension);
    }
    return of(dimension, chosen);
  }

  /** Cosine of two rows, as {@link Rows#product(int, int)} sums it. */
  public float cosine(int a, int b) {
    return product(a, b);
  }

  /** Whether a vector can be scaled to unit length: neither empty nor zero, and finite. */
  public static boolean hasDirection(float[] vector) {
    return scalable(length(FloatBuffer.wrap(vector), 0, vector.length));
  }

  private static boolean scalable(double length) {
    return length > 1e-12 && length < Double.POSITIVE_INFINITY;
  }

  private static double length(FloatBuffer values, int row, int dimension) {
    double square = 0;
    for (int k = row * dimension; k < (row + 1) * dimension; k++) {
      square += (double) values.get(k) * values.get(k);
    }
    return Math.sqrt(square);
  }
}
