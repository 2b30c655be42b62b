package dev.routeface.eval.devkit;

import dev.routeface.eval.rank.Metric;
import dev.routeface.sdk.math.Rows;

/**
 * Feature vectors of any length, and for each {@code c(x) = -(x . x)}, which the devkit adds to
 * every product: {@code score(x, y) = 2 x . y + (c(x) + c(y)) = -|x - y|^2}. Products are float
 * sums in the order of the dimensions, {@code c} is summed in double and then a float, both as in
 * the devkit; only that it rounds before each addition, and {@link Rows#product} does not.
 */
public final class Features implements Rows {
  private final int dimension;
  private final float[] values;
  private final float[] offsets;

  /**
   * Takes the array over.
   *
   * @param values finite, row-major (N, D)
   */
  public Features(int dimension, float[] values) {
    if (dimension < 1 || values.length % dimension != 0) {
      throw new IllegalArgumentException(
          "expected rows of %d floats, found %d floats".formatted(dimension, values.length));
    }
    this.dimension = dimension;
    this.values = values;
    this.offsets = new float[values.length / dimension];
    for (int row = 0; row < offsets.length; row++) {
      offsets[row] = (float) -square(row);
    }
  }

  private double square(int row) {
    double sum = 0;
    for (int k = row * dimension; k < (row + 1) * dimension; k++) {
      sum += (double) values[k] * values[k];
    }
    return sum;
  }

  @Override
  public int size() {
    return offsets.length;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public float[] row(int index) {
    float[] row = new float[dimension];
    System.arraycopy(values, index * dimension, row, 0, dimension);
    return row;
  }

  @Override
  public void copy(int first, int count, float[] target) {
    System.arraycopy(values, first * dimension, target, 0, count * dimension);
  }

  /** Some rows, copied in the given order. */
  public Features select(int[] rows) {
    float[] chosen = new float[rows.length * dimension];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * dimension, chosen, i * dimension, dimension);
    }
    return new Features(dimension, chosen);
  }

  /** Euclidean length of a row. */
  public double length(int row) {
    return Math.sqrt(-offsets[row]);
  }

  /** The devkit's score of two of these rows; symmetric to the bit. */
  public float score(int a, int b) {
    return score(product(a, b), offsets[a], offsets[b]);
  }

  /** The devkit's scores of these, the probes, with distractors. */
  Metric metric(Features distractors) {
    return new Metric.MinusSquaredDistance(offsets, distractors.offsets);
  }

  private static float score(float product, float a, float b) {
    return 2 * product + (a + b);
  }
}
