package dev.routeface.models.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.IResNet;
import dev.routeface.models.net.Layer;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Node;
import dev.routeface.models.net.RandomWeights;
import dev.routeface.models.net.Shape;
import dev.routeface.models.torch.TorchEngine;
import dev.routeface.models.torch.TorchNetwork;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FoldedTest {
  /** The engine's own normalisations are the plain twin. */
  @ParameterizedTest
  @MethodSource("dev.routeface.models.net.SmallNetworks#all")
  void computesWhatTheNetworkComputes(Architecture architecture) {
    Network network = architecture.network();
    Weights weights = RandomWeights.of(network, 3);
    assertSame(network, weights);
  }

  @ParameterizedTest
  @MethodSource("dev.routeface.models.net.SmallNetworks#all")
  void leavesOnlyNormalisationsBeforePaddedConvolutions(Architecture architecture) {
    Network network = architecture.network();
    Folded folded = Folded.of(network, RandomWeights.of(network, 3));
    List<String> left =
        folded.network().nodes().stream()
            .filter(node -> node.layer() instanceof Layer.BatchNorm)
            .map(Node::name)
            .toList();
    int units =
        architecture instanceof IResNet net ? net.units().stream().mapToInt(u -> u).sum() : 0;
    assertEquals(units, left.stream().filter(name -> name.endsWith(".bn1")).count());
    assertEquals(units, left.size(), left::toString);
  }

  /**
   * {@code 2 (3 x + 1) + ...}: gamma 4, beta 5, mean 1, variance 4 - epsilon make {@code 2 x + 3}.
   */
  @Test
  void aNormalisationGoesIntoTheLayerBefore() {
    Network network = network(pointwise(), new Layer.BatchNorm(1, true));
    Folded folded = Folded.of(network, weights());
    assertEquals(List.of("conv"), names(folded));
    assertArrayEquals(new float[] {6}, folded.weights().tensor("conv.weight").data(), 1e-5f);
    assertArrayEquals(new float[] {5}, folded.weights().tensor("conv.bias").data(), 1e-5f);
  }

  @Test
  void orIntoTheLayerAfterIfThatPadsNothing() {
    Network network = network(new Layer.BatchNorm(1, true), pointwise());
    Folded folded = Folded.of(network, weights());
    assertEquals(List.of("conv"), names(folded));
    assertArrayEquals(new float[] {6}, folded.weights().tensor("conv.weight").data(), 1e-5f);
    assertArrayEquals(new float[] {10}, folded.weights().tensor("conv.bias").data(), 1e-5f);
  }

  /** Its borders are zero after the normalisation, not where it would have to be undone. */
  @Test
  void notIntoOneThatPads() {
    Layer padded = new Layer.Conv(1, 1, 1, 1, 1, 1, true);
    Network network = network(new Layer.BatchNorm(1, true), padded);
    assertEquals(List.of("norm", "conv"), names(Folded.of(network, weights())));
  }

  @Test
  void notIntoOneThatOthersRead() {
    Network network =
        new Network(
            new Shape(1, 2, 2),
            List.of(
                new Node("conv", pointwise(), List.of(Network.INPUT)),
                new Node("norm", new Layer.BatchNorm(1, true), List.of("conv")),
                new Node("sum", new Layer.Add(), List.of("conv", "norm"))));
    assertEquals(List.of("conv", "norm", "sum"), names(Folded.of(network, weights())));
    assertSame(network, weights());
  }

  private static Layer pointwise() {
    return new Layer.Conv(1, 1, 1, 1, 0, 1, true);
  }

  private static Network network(Layer first, Layer second) {
    String one = first instanceof Layer.Conv ? "conv" : "norm";
    String other = first instanceof Layer.Conv ? "norm" : "conv";
    return new Network(
        new Shape(1, 2, 2),
        List.of(
            new Node(one, first, List.of(Network.INPUT)), new Node(other, second, List.of(one))));
  }

  private static Weights weights() {
    return Weights.of(
        List.of(
            tensor("conv.weight", List.of(1, 1, 1, 1), 3),
            tensor("conv.bias", List.of(1), 1),
            tensor("norm.weight", List.of(1), 4),
            tensor("norm.bias", List.of(1), 5),
            tensor("norm.running_mean", List.of(1), 1),
            tensor("norm.running_var", List.of(1), (float) (4 - Layer.BatchNorm.EPSILON))));
  }

  private static Tensor tensor(String name, List<Integer> shape, float value) {
    return new Tensor(name, shape, new float[] {value});
  }

  private static List<String> names(Folded folded) {
    return folded.network().nodes().stream().map(Node::name).toList();
  }

  private static void assertSame(Network network, Weights weights) {
    Folded folded = Folded.of(network, weights);
    float[] images = new float[2 * network.input().elements()];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble(-1, 1);
    }
    float[] expected = embed(network, weights, images);
    float[] found = embed(folded.network(), folded.weights(), images);
    double scale = 0;
    for (float value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    assertArrayEquals(expected, found, (float) (1e-5 * scale));
  }

  private static float[] embed(Network network, Weights weights, float[] images) {
    try (NDManager scope = TorchEngine.newScope();
        TorchNetwork torch = new TorchNetwork(scope, network, List.of(), weights, false)) {
      return torch.embed(images, 2);
    }
  }
}
