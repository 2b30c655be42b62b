package dev.routeface.sdk.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.torch.TorchEngine;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.recipe.OptimizerChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns gradients into steps, in place. Own code, because the engine's optimisers fold the rate
 * into the momentum, decay every array alike, clip one side only, and cannot be saved.
 */
final class Optimizer implements AutoCloseable {
  private final OptimizerChoice choice;
  private final double clip;
  private final NDManager scope;
  private final Map<Parameter, NDArray> arrays;

  /** Running means of gradients: first moment or momentum, and second moment. */
  private final Map<String, NDArray> memory = new LinkedHashMap<>();

  private long steps;

  /**
   * @param arrays trained arrays with their names and roles; they stay the caller's
   * @param clip largest norm of all gradients together
   */
  Optimizer(NDManager parent, OptimizerChoice choice, double clip, Map<Parameter, NDArray> arrays) {
    this.choice = choice;
    this.clip = clip;
    this.arrays = arrays;
    this.scope = parent.newSubManager();
    for (String slot : slots()) {
      arrays.forEach(
          (parameter, array) -> memory.put(slot + parameter.name(), scope.zeros(array.getShape())));
    }
  }

  private List<String> slots() {
    return choice instanceof OptimizerChoice.Sgd
        ? List.of("momentum.")
        : List.of("mean.", "square.");
  }

  /** Forgets the past, as at the beginning of a stage. */
  void restart() {
    memory.values().forEach(array -> array.set(new float[(int) array.size()]));
    steps = 0;
  }

  /**
   * One step with the gradients that the last backward pass left; they are cleared.
   *
   * @return norm of all gradients together, before clipping
   */
  double step(double learningRate) {
    steps++;
    Map<Parameter, NDArray> gradients = gradients();
    double norm = norm(gradients.values());
    double scale = norm > clip ? clip / norm : 1;
    gradients.forEach(
        (parameter, gradient) -> {
          if (scale < 1) {
            multiply(gradient, scale);
          }
          move(parameter, arrays.get(parameter), gradient, learningRate);
          gradient.close();
          JniUtils.zeroGrad((PtNDArray) arrays.get(parameter));
        });
    return norm;
  }

  /** Each is a new handle on the array's own scope: whoever asks must close it. */
  private Map<Parameter, NDArray> gradients() {
    Map<Parameter, NDArray> gradients = new LinkedHashMap<>();
    arrays.forEach((parameter, array) -> gradients.put(parameter, array.getGradient()));
    return gradients;
  }

  private static double norm(Iterable<NDArray> gradients) {
    double square = 0;
    for (NDArray gradient : gradients) {
      try (NDArray squares = gradient.square();
          NDArray sum = squares.sum()) {
        square += sum.getFloat();
      }
    }
    return Math.sqrt(square);
  }

  private void move(Parameter parameter, NDArray array, NDArray gradient, double rate) {
    double decay = parameter.role() == Parameter.Role.WEIGHT ? choice.weightDecay() : 0;
    if (choice instanceof OptimizerChoice.Sgd sgd) {
      sgd(parameter, array, gradient, rate, sgd.momentum(), decay);
    } else if (choice instanceof OptimizerChoice.AdamW adam) {
      adamW(parameter, array, gradient, rate, adam);
    }
  }

  /** {@code v = mu v + g + wd w; w -= lr v}. */
  private void sgd(
      Parameter parameter, NDArray array, NDArray g, double rate, double momentum, double decay) {
    NDArray v = memory.get("momentum." + parameter.name());
    multiply(v, momentum);
    v.addi(g);
    if (decay > 0) {
      subtract(v, array, -decay);
    }
    subtract(array, v, rate);
  }

  /** {@code w -= lr wd w; w -= lr m^ / (sqrt(v^) + eps)}, the hats for bias-corrected means. */
  private void adamW(
      Parameter parameter, NDArray array, NDArray g, double rate, OptimizerChoice.AdamW adam) {
    NDArray mean = memory.get("mean." + parameter.name());
    NDArray square = memory.get("square." + parameter.name());
    if (parameter.role() == Parameter.Role.WEIGHT) {
      multiply(array, 1 - rate * adam.weightDecay());
    }
    multiply(mean, adam.beta1());
    subtract(mean, g, adam.beta1() - 1);
    multiply(square, adam.beta2());
    g.muli(g); // the gradient is not needed after this
    subtract(square, g, adam.beta2() - 1);
    double correctMean = 1 - Math.pow(adam.beta1(), steps);
    double correctSquare = 1 - Math.pow(adam.beta2(), steps);
    try (NDArray root = square.sqrt();
        NDArray epsilon = TorchEngine.number(scope, adam.epsilon())) {
      multiply(root, 1 / Math.sqrt(correctSquare));
      root.addi(epsilon);
      try (NDArray step = mean.div(root)) {
        subtract(array, step, rate / correctMean);
      }
    }
  }

  /** {@code a *= factor}, leaving nothing behind. */
  private void multiply(NDArray a, double factor) {
    try (NDArray number = TorchEngine.number(scope, factor)) {
      a.muli(number);
    }
  }

  /** {@code a -= factor b}, leaving nothing behind. */
  private void subtract(NDArray a, NDArray b, double factor) {
    try (NDArray number = TorchEngine.number(scope, factor);
        NDArray scaled = b.mul(number)) {
      a.subi(scaled);
    }
  }

  /** Everything needed to go on later, as tensors named {@code optimizer.*}. */
  List<Tensor> state() {
    List<Tensor> state = new ArrayList<>();
    state.add(new Tensor("optimizer.steps", List.of(2), split(steps)));
    memory.forEach(
        (name, array) ->
            state.add(
                new Tensor(
                    "optimizer." + name, List.of((int) array.size()), array.toFloatArray())));
    return state;
  }

  /** Goes on from a saved state. */
  void load(Weights state) {
    float[] parts = state.tensor("optimizer.steps").data();
    steps = (long) parts[0] * SPLIT + (long) parts[1];
    memory.forEach((name, array) -> array.set(state.tensor("optimizer." + name).data()));
  }

  /** A float holds whole numbers up to 2^24 exactly, a count of steps may be larger. */
  private static final long SPLIT = 1L << 24;

  private static float[] split(long count) {
    return new float[] {(float) Math.floorDiv(count, SPLIT), (float) Math.floorMod(count, SPLIT)};
  }

  @Override
  public void close() {
    scope.close();
  }
}
