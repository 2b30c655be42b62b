package dev.routeface.sdk.embed;

import dev.routeface.models.net.Layer;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Node;
import dev.routeface.models.net.Shape;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One small network in three languages: convolution, PReLU, mean of each of four maps. Written
 * three times, each by hand.
 */
final class TinyNetwork {
  private static final float[] WEIGHT = noise(4 * 3 * 3 * 3, 1);
  private static final float[] SLOPE = noise(4, 2);

  private TinyNetwork() {}

  private static float[] noise(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return values;
  }

  static Network ours() {
    return new Network(
        new Shape(3, 8, 8),
        List.of(
            new Node("conv", new Layer.Conv(3, 4, 3, 2, 1, 1, false), List.of(Network.INPUT)),
            new Node("prelu", new Layer.Prelu(4), List.of("conv")),
            new Node("pool", new Layer.GlobalAveragePool(), List.of("prelu")),
            new Node("flat", new Layer.Flatten(), List.of("pool"))));
  }

  static Weights weights() {
    return Weights.of(
        List.of(
            new Tensor("conv.weight", List.of(4, 3, 3, 3), WEIGHT),
            new Tensor("prelu.weight", List.of(4), SLOPE)));
  }

  static byte[] onnx() {
    return TinyOnnx.network(WEIGHT, SLOPE);
  }

  static byte[] torchScript() {
    String weight = "torch.reshape(torch.tensor(%s), [4, 3, 3, 3])".formatted(list(WEIGHT));
    String maps = "torch.conv2d(x, %s, None, [2, 2], [1, 1], [1, 1], 1)".formatted(weight);
    String bent = "torch.prelu(%s, torch.tensor(%s))".formatted(maps, list(SLOPE));
    return TinyTorchScript.of(
        "return torch.flatten(torch.adaptive_avg_pool2d(%s, [1, 1]), 1)".formatted(bent));
  }

  private static String list(float[] values) {
    return Arrays.toString(values);
  }
}
