package dev.routeface.models.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.routeface.models.net.Layer;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Node;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PReLU as training computes it, in two halves, against the engine's own, which inference uses. */
class TrainingPreluTest {
  private static final float[] SLOPES = {0.25f, -0.3f};

  /** Two channels of 2 x 2, both signs and both zeros in each. */
  private static final float[] MAPS = {-3, 0, 0.1f, 7, -1e20f, -0f, 2.5f, -0.7f};

  @Test
  void agreesToTheLastBit() {
    try (NDManager scope = TorchEngine.newScope();
        TorchNetwork network = network(scope)) {
      NDArray maps = scope.create(MAPS, new Shape(1, 2, 2, 2));
      assertArrayEquals(
          network.forward(maps, false).get(0).toFloatArray(),
          network.forward(maps, true).get(0).toFloatArray());
    }
  }

  @Test
  void worksOnFlatVectorsToo() {
    List<Node> nodes =
        List.of(
            new Node("flatten", new Layer.Flatten(), List.of(Network.INPUT)),
            new Node("act", new Layer.Prelu(2), List.of("flatten")));
    try (NDManager scope = TorchEngine.newScope();
        TorchNetwork network = network(scope, dev.routeface.models.net.Shape.flat(2), nodes)) {
      NDArray vectors = scope.create(new float[] {-3, -1, 2, -0.5f}, new Shape(2, 2, 1, 1));
      assertArrayEquals(
          network.forward(vectors, false).get(0).toFloatArray(),
          network.forward(vectors, true).get(0).toFloatArray());
    }
  }

  /** By definition: to the slopes the sum of what is below zero, to the maps 1 or the slope. */
  @Test
  void hasTheGradientsOfItsDefinition() {
    try (NDManager scope = TorchEngine.newScope();
        TorchNetwork network = network(scope)) {
      NDArray maps = scope.create(new float[] {-3, 4, 0.1f, 7, -1, -2, 2.5f, -0.5f});
      NDArray square = maps.reshape(1, 2, 2, 2);
      square.setRequiresGradient(true);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        collector.backward(network.forward(square, true).get(0).sum());
      }
      NDArray slopes = network.arrays().values().iterator().next();
      assertArrayEquals(new float[] {-3, -3.5f}, slopes.getGradient().toFloatArray());
      assertArrayEquals(
          new float[] {0.25f, 1, 1, 1, -0.3f, -0.3f, 1, -0.3f},
          square.getGradient().toFloatArray());
    }
  }

  private static TorchNetwork network(NDManager scope) {
    List<Node> nodes =
        List.of(
            new Node("act", new Layer.Prelu(2), List.of(Network.INPUT)),
            new Node("flatten", new Layer.Flatten(), List.of("act")));
    return network(scope, new dev.routeface.models.net.Shape(2, 2, 2), nodes);
  }

  private static TorchNetwork network(
      NDManager scope, dev.routeface.models.net.Shape input, List<Node> nodes) {
    Weights weights = Weights.of(List.of(new Tensor("act.weight", List.of(2), SLOPES)));
    return new TorchNetwork(scope, new Network(input, nodes), List.of(), weights, true);
  }
}
