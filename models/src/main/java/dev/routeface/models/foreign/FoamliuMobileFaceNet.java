package dev.routeface.models.foreign;

import dev.routeface.models.net.Activation;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.util.List;
import java.util.Map;

/**
 * MobileFaceNet of foamliu's port: {@code features.0.conv.0.0.weight}, {@code
 * dw_conv.pointwise.weight}. ReLU6 for PReLU, a separable convolution for the depthwise one of the
 * table's second row, and a bias before the last normalisation.
 */
record FoamliuMobileFaceNet() implements Dialect {
  private static final Map<String, String> MODULES =
      Map.ofEntries(
          Map.entry("stem.conv", "conv1.0"),
          Map.entry("stem.bn", "conv1.1"),
          Map.entry("stem.depthwise.conv", "dw_conv.depthwise"),
          Map.entry("stem.depthwise.bn", "dw_conv.bn1"),
          Map.entry("stem.pointwise.conv", "dw_conv.pointwise"),
          Map.entry("stem.pointwise.bn", "dw_conv.bn2"),
          Map.entry("expand.conv", "conv2.0"),
          Map.entry("expand.bn", "conv2.1"),
          Map.entry("gdconv.conv", "gdconv.depthwise"),
          Map.entry("gdconv.bn", "gdconv.bn"),
          Map.entry("project", "conv3"),
          Map.entry("embedding.bn", "bn"));

  private static final Map<String, String> PARTS =
      Map.of(
          "expand.conv", "conv.0.0",
          "expand.bn", "conv.0.1",
          "depthwise.conv", "conv.1.0",
          "depthwise.bn", "conv.1.1",
          "project.conv", "conv.2",
          "project.bn", "conv.3");

  /** Units before each stage: it counts them through. */
  private static final List<Integer> UNITS_BEFORE = List.of(0, 5, 6, 12, 13);

  @Override
  public String title() {
    return "MobileFaceNet of foamliu's port";
  }

  @Override
  public boolean knows(String name) {
    return name.matches(
        "(conv[12]\\.[01]|dw_conv\\.\\w+|gdconv\\.\\w+|conv3|bn|features\\.\\d+\\.conv\\..*)\\.\\w+");
  }

  @Override
  public String module(String node) {
    return Unit.of(node).map(u -> unit(u, node)).orElse(MODULES.getOrDefault(node, node));
  }

  private static String unit(Unit unit, String node) {
    if (unit.stage() > UNITS_BEFORE.size() || !PARTS.containsKey(unit.part())) {
      return node;
    }
    int index = UNITS_BEFORE.get(unit.stage() - 1) + unit.unit() - 1;
    return "features.%d.%s".formatted(index, PARTS.get(unit.part()));
  }

  @Override
  public Architecture architecture(Weights weights, String where) {
    return new MobileFaceNet(
        inputSize(weights),
        width(weights),
        Activation.RELU6,
        Dialect.size(weights, "conv3.weight", 0, d -> d >= 2 && d <= 4096, 128),
        MobileFaceNet.Stem.SEPARABLE);
  }

  private static int inputSize(Weights weights) {
    return 16 * Dialect.size(weights, "gdconv.depthwise.weight", 2, k -> k >= 1 && k <= 14, 7);
  }

  private static double width(Weights weights) {
    return Dialect.size(weights, "conv1.0.weight", 0, c -> c >= 8 && c <= 256, 64) / 64.0;
  }

  /**
   * The normalisation takes its mean away from what the bias added: {@code (Wx + b) - m = Wx - (m -
   * b)}.
   */
  @Override
  public Weights adapted(Weights weights) {
    Tensor bias = weights.tensors().get("conv3.bias");
    Tensor mean = weights.tensors().get("bn.running_mean");
    if (bias == null || mean == null || !bias.shape().equals(mean.shape())) {
      return weights;
    }
    float[] without = mean.data().clone();
    for (int i = 0; i < without.length; i++) {
      without[i] -= bias.data()[i];
    }
    Tensor shifted = new Tensor(mean.name(), mean.shape(), without);
    return Weights.of(
        weights.tensors().values().stream()
            .filter(tensor -> !tensor.name().equals(bias.name()))
            .map(tensor -> tensor.name().equals(mean.name()) ? shifted : tensor)
            .toList(),
        weights.metadata());
  }
}
