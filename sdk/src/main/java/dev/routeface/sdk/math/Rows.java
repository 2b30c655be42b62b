package dev.routeface.sdk.math;

/** Vectors of one dimension, row by row. Reading is safe for use by several threads. */
public interface Rows {
  int size();

  int dimension();

  /** A copy of one row, {@code dimension()} floats. */
  float[] row(int index);

  /**
   * Copies consecutive rows.
   *
   * @param target row-major from its start, at least {@code count * dimension()} floats
   */
  default void copy(int first, int count, float[] target) {
    for (int row = 0; row < count; row++) {
      System.arraycopy(row(first + row), 0, target, row * dimension(), dimension());
    }
  }

  /** The product of two rows, see {@link #product(float[], float[])}. */
  default float product(int a, int b) {
    return product(row(a), row(b));
  }

  /**
   * The sum of products over dimensions in ascending order, one fused multiply-add each: the
   * specification of every score, which all faster ways give to the bit. Symmetric.
   */
  static float product(float[] a, float[] b) {
    float sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum = Math.fma(a[k], b[k], sum);
    }
    return sum;
  }
}
