package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.net.Parameter.Role;
import dev.routeface.models.torch.TorchEngine;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.recipe.OptimizerChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A weight of three numbers and a scale of two, moved by gradients that are written down.
 *
 * <p>Literals are those of PyTorch 1.13 in float64: {@code torch.optim.SGD} (momentum 0.9) and
 * {@code AdamW} (betas 0.9 and 0.99, eps 1e-3), the weight in a group with weight decay 0.05 and
 * the scale in one without, after {@code clip_grad_norm_} to 3, with the rate cut from 0.1 to 0.01
 * after two steps.
 */
class OptimizerTest {
  private static final OptimizerChoice SGD = new OptimizerChoice.Sgd(0.9, 0.05);
  private static final OptimizerChoice ADAMW = new OptimizerChoice.AdamW(0.9, 0.99, 1e-3, 0.05);
  private static final double[] RATES = {0.1, 0.1, 0.01, 0.01, 0.01};

  private final NDManager scope = TorchEngine.newScope();
  private final Map<Parameter, NDArray> arrays = new LinkedHashMap<>();
  private final NDArray weight = array("weight", Role.WEIGHT, 1, -2, 0.5f);
  private final NDArray scale = array("scale", Role.NORM_SCALE, 1, 0.25f);

  static Stream<OptimizerChoice> choices() {
    return Stream.of(SGD, ADAMW);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void momentumDecayAndClippingAreThoseOfPyTorch() {
    float[][] weights = {
      {0.965f, -1.98f, 0.2975f},
      {0.971749396f, -1.96645813f, 0.400925137f},
      {0.967563527f, -1.96282032f, 0.381316671f},
      {0.967619903f, -1.9600007f, 0.39219466f},
      {0.962879391f, -1.95504722f, 0.373072485f}
    };
    float[][] scales = {
      {1.05f, 0.2375f},
      {1.16679066f, 0.208302335f},
      {1.18448089f, 0.203879779f},
      {1.20758116f, 0.198104711f},
      {1.23555047f, 0.191112384f}
    };
    assertPath(SGD, weights, scales);
  }

  @Test
  void decoupledDecayAndBiasCorrectionAreThoseOfPyTorch() {
    float[][] weights = {
      {0.895332226f, -1.8909901f, 0.397549975f},
      {0.913567699f, -1.90412599f, 0.418326305f},
      {0.910427884f, -1.90050446f, 0.415428301f},
      {0.91122136f, -1.90079674f, 0.416471913f},
      {0.909126802f, -1.89821537f, 0.414621321f}
    };
    float[][] scales = {
      {1.0998004f, 0.150793651f},
      {1.19891765f, 0.0521535621f},
      {1.20888256f, 0.042234088f},
      {1.21888055f, 0.0322805419f},
      {1.22889931f, 0.0223056745f}
    };
    assertPath(ADAMW, weights, scales);
  }

  private void assertPath(OptimizerChoice choice, float[][] weights, float[][] scales) {
    double[] norms = {2.0894078108, 4.1788156217, 6.2682234325, 8.3576312434, 10.4470390542};
    try (Optimizer optimizer = new Optimizer(scope, choice, 3, arrays)) {
      for (int step = 0; step < RATES.length; step++) {
        assertEquals(norms[step], step(optimizer, step), 1e-5, "norm before clipping");
        assertArrayEquals(weights[step], weight.toFloatArray(), 2e-6f, "weight, step " + step);
        assertArrayEquals(scales[step], scale.toFloatArray(), 2e-6f, "scale, step " + step);
      }
    }
  }

  @Test
  void aCutOfTheRateActsAtOnce() {
    try (Optimizer optimizer = optimizer(new OptimizerChoice.Sgd(0.9, 0))) {
      leave(new float[] {1, 0, 0}, new float[2]);
      optimizer.step(1); // v = 1
      leave(new float[] {1, 0, 0}, new float[2]);
      optimizer.step(0.1); // v = 1.9
      assertEquals(1 - 1 - 0.19, weight.getFloat(0), 1e-6, "a rate inside v would give -1");
    }
  }

  @Test
  void theFirstStepOfAdamIsTheRateWhateverTheGradient() {
    try (Optimizer optimizer = optimizer(new OptimizerChoice.AdamW(0.9, 0.999, 1e-16, 0))) {
      leave(new float[] {1e-6f, -1e3f, 7}, new float[] {3, -0.25f});
      optimizer.step(0.125);
      assertArrayEquals(new float[] {0.875f, -1.875f, 0.375f}, weight.toFloatArray(), 1e-6f);
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void decayTouchesWeightsAlone(Role role) {
    for (OptimizerChoice choice : List.of(SGD, ADAMW)) {
      arrays.clear();
      NDArray array = array("array", role, 8);
      try (Optimizer optimizer = optimizer(choice)) {
        leave(new float[] {0});
        optimizer.step(0.5);
      }
      double expected = role == Role.WEIGHT ? 8 * (1 - 0.5 * 0.05) : 8;
      assertEquals(expected, array.getFloat(0), 1e-6, choice.toString());
    }
  }

  @Test
  void gradientsUpToTheClipAreLeftAlone() {
    OptimizerChoice plain = new OptimizerChoice.Sgd(0, 0);
    try (Optimizer optimizer = new Optimizer(scope, plain, 5, arrays)) {
      leave(new float[] {3, 0, 0}, new float[] {0, -4});
      assertEquals(5, optimizer.step(1), 1e-6);
      assertArrayEquals(new float[] {-2, -2, 0.5f}, weight.toFloatArray(), 1e-6f);
      assertArrayEquals(new float[] {1, 4.25f}, scale.toFloatArray(), 1e-6f);
    }
  }

  @Test
  void largerGradientsAreScaledDownTogether() {
    OptimizerChoice plain = new OptimizerChoice.Sgd(0, 0);
    try (Optimizer optimizer = new Optimizer(scope, plain, 0.5, arrays)) {
      leave(new float[] {30, 0, 0}, new float[] {0, -40});
      assertEquals(50, optimizer.step(1), 1e-4);
      assertArrayEquals(new float[] {0.7f, -2, 0.5f}, weight.toFloatArray(), 1e-6f);
      assertArrayEquals(new float[] {1, 0.65f}, scale.toFloatArray(), 1e-6f);
    }
  }

  @Test
  void gradientsAreClearedAfterTheStep() {
    try (Optimizer optimizer = optimizer(SGD)) {
      leave(new float[] {1, 1, 1}, new float[] {1, 1});
      optimizer.step(0.1);
      try (NDArray left = weight.getGradient()) {
        assertArrayEquals(new float[3], left.toFloatArray());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("choices")
  void goesOnFromASavedStateToTheBit(OptimizerChoice choice) {
    Tensor[] whole = run(choice, false);
    Tensor[] saved = run(choice, true);
    assertArrayEquals(whole, saved);
  }

  /** Five steps; {@code interrupted}, another optimiser takes over after the second. */
  private Tensor[] run(OptimizerChoice choice, boolean interrupted) {
    weight.set(new float[] {1, -2, 0.5f});
    scale.set(new float[] {1, 0.25f});
    Optimizer optimizer = optimizer(choice);
    for (int step = 0; step < RATES.length; step++) {
      if (step == 2 && interrupted) {
        Weights state = Weights.of(optimizer.state());
        optimizer.close();
        optimizer = optimizer(choice);
        optimizer.load(state);
      }
      step(optimizer, step);
    }
    optimizer.close();
    return new Tensor[] {
      new Tensor("weight", List.of(3), weight.toFloatArray()),
      new Tensor("scale", List.of(2), scale.toFloatArray())
    };
  }

  @Test
  void namesWhatASavedStateLacks() {
    try (Optimizer optimizer = optimizer(SGD)) {
      Weights steps = Weights.of(optimizer.state().subList(0, 1));
      assertEquals(
          "expected a tensor named optimizer.momentum.weight, found none",
          assertThrows(IllegalArgumentException.class, () -> optimizer.load(steps)).getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("choices")
  void aRestartForgetsThePast(OptimizerChoice choice) {
    try (Optimizer optimizer = optimizer(choice)) {
      List<Tensor> fresh = optimizer.state();
      step(optimizer, 0);
      step(optimizer, 1);
      optimizer.restart();
      assertEquals(fresh, optimizer.state());
    }
  }

  @Test
  void countsMoreStepsThanAFloatCanHold() {
    try (Optimizer optimizer = optimizer(SGD)) {
      long many = (1L << 24) + 1; // the first whole number that is no float
      List<Tensor> state = new ArrayList<>(optimizer.state());
      state.set(0, new Tensor("optimizer.steps", List.of(2), new float[] {1, 1}));
      optimizer.load(Weights.of(state));
      step(optimizer, 0);
      float[] parts = optimizer.state().get(0).data();
      assertEquals(many + 1, (long) parts[0] * (1 << 24) + (long) parts[1]);
    }
  }

  @ParameterizedTest
  @MethodSource("choices")
  void leavesNoArraysBehind(OptimizerChoice choice) {
    try (Optimizer optimizer = optimizer(choice)) {
      step(optimizer, 0);
      int live = scope.getManagedArrays().size();
      for (int i = 0; i < 10; i++) {
        step(optimizer, i % RATES.length);
      }
      assertEquals(live, scope.getManagedArrays().size());
    }
  }

  private Optimizer optimizer(OptimizerChoice choice) {
    return new Optimizer(scope, choice, 1e9, arrays);
  }

  private NDArray array(String name, Role role, float... values) {
    NDArray array = scope.create(values);
    array.setRequiresGradient(true);
    arrays.put(new Parameter(name, List.of(values.length), role), array);
    return array;
  }

  private double step(Optimizer optimizer, int step) {
    float factor = step + 1;
    float sign = step % 2 == 0 ? factor : -factor;
    leave(
        new float[] {0.3f * sign, -0.1f * sign, 2 * sign},
        new float[] {-0.5f * factor, 0.125f * factor});
    return optimizer.step(RATES[step]);
  }

  /** Makes these the gradients of the arrays, in their order. */
  private void leave(float[]... gradients) {
    try (NDManager step = scope.newSubManager();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray sum = step.create(0f);
      int i = 0;
      for (NDArray array : arrays.values()) {
        sum = sum.add(step.create(gradients[i++]).mul(array).sum());
      }
      collector.backward(sum);
    }
  }
}
