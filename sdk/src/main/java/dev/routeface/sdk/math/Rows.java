package dev.routeface.sdk.math;

/** Vectors of one dimension, row by row. */
public interface Rows {
  int size();

  int dimension();

  /** A copy of one row, {@code dimension()} floats. */
  float[] row(int index);
}
