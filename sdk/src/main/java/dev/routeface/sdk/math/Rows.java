package dev.routeface.sdk.math;

/** Vectors of one dimension, row by row. Reading is safe for use by several threads. */
public interface Rows {
  int size();

  int dimension();

  /** Copies the {@code dimension()} floats of one row to {@code target[at]} and the next. */
  void copy(int index, float[] target, int at);

  /** A copy of one row. */
  default float[] row(int index) {
    float[] row = new float[dimension()];
    copy(index, row, 0);
    return row;
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
