package dev.routeface.models.foreign;

import dev.routeface.models.net.Activation;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.models.weights.Weights;
import java.util.Map;

/**
 * MobileFaceNet of TreB1eN's InsightFace_Pytorch ({@code model.py}) and of the many ports after it:
 * {@code conv_23.conv_dw.prelu.weight}, {@code conv_6_dw.conv.weight}, {@code linear.weight}. The
 * paper's network; its last convolution, on a single pixel, is a linear layer.
 */
record Treb1enMobileFaceNet() implements Dialect {
  private static final Map<String, String> MODULES =
      Map.ofEntries(
          Map.entry("stem.conv", "conv1.conv"),
          Map.entry("stem.bn", "conv1.bn"),
          Map.entry("stem.act", "conv1.prelu"),
          Map.entry("stem.depthwise.conv", "conv2_dw.conv"),
          Map.entry("stem.depthwise.bn", "conv2_dw.bn"),
          Map.entry("stem.depthwise.act", "conv2_dw.prelu"),
          Map.entry("expand.conv", "conv_6_sep.conv"),
          Map.entry("expand.bn", "conv_6_sep.bn"),
          Map.entry("expand.act", "conv_6_sep.prelu"),
          Map.entry("gdconv.conv", "conv_6_dw.conv"),
          Map.entry("gdconv.bn", "conv_6_dw.bn"),
          Map.entry("project", "linear"),
          Map.entry("embedding.bn", "bn"));

  private static final Map<String, String> PARTS =
      Map.of(
          "expand.conv", "conv.conv",
          "expand.bn", "conv.bn",
          "expand.act", "conv.prelu",
          "depthwise.conv", "conv_dw.conv",
          "depthwise.bn", "conv_dw.bn",
          "depthwise.act", "conv_dw.prelu",
          "project.conv", "project.conv",
          "project.bn", "project.bn");

  @Override
  public String title() {
    return "MobileFaceNet of TreB1eN's InsightFace_Pytorch";
  }

  @Override
  public boolean knows(String name) {
    return name.matches(
        "(conv1\\.\\w+|conv2_dw\\.\\w+|conv_(23|34|45|3|4|5|6_sep|6_dw)\\..+|linear|bn)\\.\\w+");
  }

  @Override
  public String module(String node) {
    return Unit.of(node)
        .map(u -> block(u) + "." + PARTS.getOrDefault(u.part(), u.part()))
        .orElse(MODULES.getOrDefault(node, node));
  }

  /** The units that halve the map stand apart from the residual ones. */
  private static String block(Unit unit) {
    return switch (unit.stage()) {
      case 1 -> unit.unit() == 1 ? "conv_23" : "conv_3.model." + (unit.unit() - 2);
      case 2 -> "conv_34";
      case 3 -> "conv_4.model." + (unit.unit() - 1);
      case 4 -> "conv_45";
      default -> "conv_5.model." + (unit.unit() - 1);
    };
  }

  @Override
  public Architecture architecture(Weights weights, String where) {
    return new MobileFaceNet(
        inputSize(weights),
        width(weights),
        Activation.PRELU,
        Dialect.size(weights, "linear.weight", 0, d -> d >= 2 && d <= 4096, 512));
  }

  private static int inputSize(Weights weights) {
    return 16 * Dialect.size(weights, "conv_6_dw.conv.weight", 2, k -> k >= 1 && k <= 14, 7);
  }

  private static double width(Weights weights) {
    return Dialect.size(weights, "conv1.conv.weight", 0, c -> c >= 8 && c <= 256, 64) / 64.0;
  }
}
