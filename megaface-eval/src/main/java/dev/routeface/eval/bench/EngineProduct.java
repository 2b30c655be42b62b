package dev.routeface.eval.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.routeface.models.torch.TorchEngine;
import dev.routeface.sdk.math.UnitVectors;

/** The engine's matrix product: alone, as the machine's best, and followed by counting. */
final class EngineProduct {
  /** Columns of the second factor that are tried. */
  private static final int[] COLUMNS = {256, 1024, 4096};

  private static final int TIMES = 3;

  private EngineProduct() {}

  /** The best rate of several shapes, in GFLOP/s: {@code (P, D) (D, n)}. */
  static double best(UnitVectors probes, UnitVectors distractors) {
    double best = 0;
    try (NDManager scope = TorchEngine.newScope()) {
      NDArray left = array(scope, probes, 0, probes.size());
      for (int columns : COLUMNS) {
        int n = Math.min(columns, distractors.size());
        NDArray right = array(scope, distractors, 0, n).transpose();
        left.matMul(right).close();
        for (int time = 0; time < TIMES; time++) {
          long start = System.nanoTime();
          NDArray product = left.matMul(right);
          product.getFloat(0, 0);
          double seconds = (System.nanoTime() - start) / 1e9;
          product.close();
          best = Math.max(best, 2.0 * probes.size() * probes.dimension() * n / seconds / 1e9);
        }
      }
    }
    return best;
  }

  /**
   * Counts distractors above one threshold of each probe, tile by tile.
   *
   * @param rows distractors to compare with, the first ones
   */
  static long[] countAbove(
      UnitVectors probes, UnitVectors distractors, int rows, float[] thresholds) {
    int tile = COLUMNS[COLUMNS.length - 1];
    try (NDManager scope = TorchEngine.newScope()) {
      NDArray left = array(scope, probes, 0, probes.size());
      NDArray least = scope.create(thresholds, new Shape(thresholds.length, 1));
      NDArray counts = scope.zeros(new Shape(thresholds.length), DataType.INT64);
      for (int first = 0; first < rows; first += tile) {
        try (NDManager one = scope.newSubManager()) {
          NDArray right = array(one, distractors, first, Math.min(tile, rows - first));
          NDArray product = left.matMul(right.transpose());
          product.attach(one);
          NDArray above = product.gt(least);
          above.attach(one);
          NDArray sums = above.sum(new int[] {1});
          sums.attach(one);
          counts.addi(sums.toType(DataType.INT64, false));
        }
      }
      return counts.toLongArray();
    }
  }

  private static NDArray array(NDManager scope, UnitVectors vectors, int first, int count) {
    float[] values = new float[count * vectors.dimension()];
    vectors.values().get(first * vectors.dimension(), values);
    return scope.create(values, new Shape(count, vectors.dimension()));
  }
}
