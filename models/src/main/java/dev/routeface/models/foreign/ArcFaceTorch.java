package dev.routeface.models.foreign;

import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.IResNet;
import dev.routeface.models.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * IResNet of InsightFace's {@code recognition/arcface_torch/backbones/iresnet.py}: {@code
 * layer1.0.conv1.weight}, {@code fc.weight}, {@code features.running_mean}. Its dropout before the
 * head has no arrays and does nothing outside training.
 */
record ArcFaceTorch() implements Dialect {
  private static final Map<String, String> MODULES =
      Map.ofEntries(
          Map.entry("stem.conv", "conv1"),
          Map.entry("stem.bn", "bn1"),
          Map.entry("stem.act", "prelu"),
          Map.entry("head.bn", "bn2"),
          Map.entry("head.fc", "fc"),
          Map.entry("embedding", "features"));

  /** Where it differs; the rest has the same names. */
  private static final Map<String, String> PARTS =
      Map.of("shortcut.conv", "downsample.0", "shortcut.bn", "downsample.1");

  private static final List<Integer> PAPER_CHANNELS = IResNet.depth50().channels();
  private static final int MOST_UNITS = 200;

  @Override
  public String title() {
    return "IResNet of InsightFace's arcface_torch";
  }

  @Override
  public boolean knows(String name) {
    return name.matches("(conv1|bn1|prelu|bn2|fc|features|layer\\d\\.\\d+\\..*)\\.\\w+");
  }

  @Override
  public String module(String node) {
    return Unit.of(node)
        .map(u -> "layer%d.%d.%s".formatted(u.stage(), u.unit() - 1, part(u.part())))
        .orElse(MODULES.getOrDefault(node, node));
  }

  private static String part(String ours) {
    return PARTS.getOrDefault(ours, ours);
  }

  @Override
  public Architecture architecture(Weights weights, String where) {
    List<Integer> units = IntStream.rangeClosed(1, 4).mapToObj(s -> units(weights, s)).toList();
    List<Integer> channels =
        IntStream.rangeClosed(1, 4).mapToObj(s -> channels(weights, s)).toList();
    int embedding = Dialect.size(weights, "fc.weight", 0, d -> d >= 2 && d <= 4096, 512);
    return new IResNet(inputSize(weights, channels.get(3)), units, channels, embedding);
  }

  private static int units(Weights weights, int stage) {
    return (int)
        IntStream.range(0, MOST_UNITS)
            .takeWhile(unit -> begins(weights, "layer%d.%d.".formatted(stage, unit)))
            .count();
  }

  private static boolean begins(Weights weights, String prefix) {
    return weights.tensors().keySet().stream().anyMatch(name -> name.startsWith(prefix));
  }

  private static int channels(Weights weights, int stage) {
    String first = "layer%d.0.conv1.weight".formatted(stage);
    return Dialect.size(weights, first, 0, c -> c >= 1 && c <= 2048, PAPER_CHANNELS.get(stage - 1));
  }

  /** The linear layer sees every pixel of a map that is a sixteenth of the input. */
  private static int inputSize(Weights weights, int channels) {
    for (int side = 1; side <= 14; side++) {
      int columns = channels * side * side;
      if (Dialect.size(weights, "fc.weight", 1, found -> found == columns, 0) == columns) {
        return 16 * side;
      }
    }
    return IResNet.depth50().inputSize();
  }
}
