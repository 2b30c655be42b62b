package dev.routeface.sdk.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.routeface.models.torch.TorchEngine;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Where a loss is measured: values and gradients from the engine in float32, slopes from a plain
 * twin by central differences in double.
 */
final class LossBench implements AutoCloseable {
  /** Width of a difference: its error is about its square, 1e-10. */
  private static final double STEP = 1e-5;

  /** Of float32 gradients, relative to the largest: a few times 2^-23, times the sums' lengths. */
  private static final double TOLERANCE = 2e-5;

  private final NDManager scope = TorchEngine.newScope();

  /** (N, D) floats. */
  NDArray matrix(double[][] rows) {
    float[] data = new float[rows.length * rows[0].length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return scope.create(data, new Shape(rows.length, rows[0].length));
  }

  NDArray array(double[] values, long... shape) {
    return matrix(new double[][] {values}).reshape(new Shape(shape));
  }

  NDArray labels(long... labels) {
    return scope.create(labels);
  }

  /** Gradient of a loss at one array, row-major. */
  float[] gradient(NDArray at, Function<NDArray, NDArray> loss) {
    NDArray leaf = at.duplicate();
    leaf.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(loss.apply(leaf));
    }
    return leaf.getGradient().toFloatArray();
  }

  /** Gradient and finite differences agree, each entry, to a share of the largest. */
  void assertSlopes(
      double[][] at, Function<NDArray, NDArray> loss, ToDoubleFunction<double[][]> twin) {
    assertEquals(twin.applyAsDouble(at), loss.apply(matrix(at)).getFloat(), 1e-5, "value");
    float[] gradient = gradient(matrix(at), loss);
    double[] slopes = slopes(at, twin);
    double largest = 0;
    for (double slope : slopes) {
      largest = Math.max(largest, Math.abs(slope));
    }
    for (int i = 0; i < slopes.length; i++) {
      assertEquals(slopes[i], gradient[i], TOLERANCE * Math.max(1, largest), "entry " + i);
    }
  }

  private static double[] slopes(double[][] at, ToDoubleFunction<double[][]> twin) {
    double[] slopes = new double[at.length * at[0].length];
    for (int i = 0; i < slopes.length; i++) {
      double above = twin.applyAsDouble(moved(at, i, STEP));
      double below = twin.applyAsDouble(moved(at, i, -STEP));
      slopes[i] = (above - below) / (2 * STEP);
    }
    return slopes;
  }

  private static double[][] moved(double[][] rows, int entry, double by) {
    double[][] out = new double[rows.length][];
    for (int n = 0; n < rows.length; n++) {
      out[n] = rows[n].clone();
    }
    out[entry / rows[0].length][entry % rows[0].length] += by;
    return out;
  }

  @Override
  public void close() {
    scope.close();
  }
}
