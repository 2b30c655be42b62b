package dev.routeface.sdk.math;

import java.util.stream.IntStream;

/** Vectors of one dimension, row by row. Reading is safe for use by several threads. */
public interface Rows {
  /** Rows that a thread visits in a row. */
  int BLOCK = 256;

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

  /** Receives one row. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param row valid during the call
     */
    void visit(int index, float[] row);
  }

  /** Shows every row once, by all threads and in no order; leaves no garbage behind. */
  default void forEach(Visitor visitor) {
    IntStream.range(0, (size() + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            block -> {
              float[] row = new float[dimension()];
              for (int i = block * BLOCK; i < Math.min(size(), (block + 1) * BLOCK); i++) {
                copy(i, row, 0);
                visitor.visit(i, row);
              }
            });
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
