package dev.routeface.models.net;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.List;

/**
 * MobileNetV2 (Sandler et al., CVPR 2018, table 2) with a free expansion T and width W: the student
 * family of route-constrained optimisation (Jin et al., ICCV 2019), in the layout of the public
 * CIFAR code that credits it: stride 1 in the second stage, plain ReLU, and never fewer than 1,280
 * channels before the pooling.
 *
 * @param inputSize side of the input
 * @param expansion T, inner channels of a bottleneck over its input's; 6 in the paper
 * @param width W, multiplies every channel count, the 1,280 only where above 1
 * @param embedding size of the embedding (number of classes where it is a classifier)
 * @param head how the pooled features become the embedding
 */
public record MobileNetV2(int inputSize, int expansion, double width, int embedding, Head head)
    implements Architecture {
  /** How the pooled features become the output. */
  public enum Head {
    /** A linear layer with bias: the classifier of the paper. */
    CLASSIFIER,
    /** A linear layer, then batch normalisation: an embedding. */
    EMBEDDING
  }

  /** A row of the paper's table 2: channels c, repeats n, stride s of the first. */
  private record Bottlenecks(int channels, int repeats, int stride) {}

  private static final int LAST = 1280;

  /** After a first row with expansion 1. */
  private static final List<Bottlenecks> TABLE =
      List.of(
          new Bottlenecks(24, 2, 1),
          new Bottlenecks(32, 3, 2),
          new Bottlenecks(64, 4, 2),
          new Bottlenecks(96, 3, 1),
          new Bottlenecks(160, 3, 2),
          new Bottlenecks(320, 1, 1));

  /** T = 6, W = 0.5 at 112 pixels and 128-d: 0.85 M parameters, the size of the paper's student. */
  public static MobileNetV2 face() {
    return new MobileNetV2(112, 6, 0.5, 128, Head.EMBEDDING);
  }

  @Override
  public Network network() {
    Stack stack = new Stack();
    int in = scaled(32);
    activated(stack, "stem", Layer.Conv.of(3, in, 3, 2));
    bottleneck(stack, "stage1.unit1", in, scaled(16), 1, 1);
    in = scaled(16);
    for (int s = 0; s < TABLE.size(); s++) {
      Bottlenecks row = TABLE.get(s);
      for (int u = 0; u < row.repeats(); u++) {
        String name = "stage" + (s + 2) + ".unit" + (u + 1);
        int out = scaled(row.channels());
        bottleneck(stack, name, in, out, expansion, u == 0 ? row.stride() : 1);
        in = out;
      }
    }
    activated(stack, "expand", Layer.Conv.of(in, last(), 1, 1));
    stack.add("pool", new Layer.GlobalAveragePool());
    head(stack);
    return stack.network(new Shape(3, inputSize, inputSize));
  }

  private void head(Stack stack) {
    if (head == Head.CLASSIFIER) {
      stack.add("classifier", new Layer.Linear(last(), embedding, true));
    } else {
      stack.add("project", new Layer.Linear(last(), embedding, false));
      stack.add("embedding", Layer.BatchNorm.of(embedding));
    }
  }

  private static void bottleneck(
      Stack stack, String name, int in, int out, int expansion, int stride) {
    String input = stack.last();
    int inner = in * expansion;
    activated(stack, name + ".expand", Layer.Conv.of(in, inner, 1, 1));
    activated(stack, name + ".depthwise", Layer.Conv.depthwise(inner, 3, stride));
    stack.convBn(name + ".project", Layer.Conv.of(inner, out, 1, 1));
    if (stride == 1 && in == out) {
      stack.add(name + ".add", new Layer.Add(), stack.last(), input);
    }
  }

  private static void activated(Stack stack, String name, Layer.Conv conv) {
    stack.convBn(name, conv).add(name + ".act", new Layer.Relu());
  }

  private int last() {
    return (int) (LAST * Math.max(1, width));
  }

  private int scaled(int channels) {
    return Math.max(4, (int) (channels * width));
  }

  static MobileNetV2 of(Fields fields) {
    return new MobileNetV2(
        fields.integer("inputSize", 16, 224),
        fields.integer("expansion", 1, 12),
        fields.number("width", 0.05, 4),
        fields.integer("embedding", 2, 4096),
        Head.valueOf(fields.choice("head", "CLASSIFIER", "EMBEDDING")));
  }

  @Override
  public ObjectNode toJson() {
    return Fields.object()
        .put("kind", "MobileNetV2")
        .put("inputSize", inputSize)
        .put("expansion", expansion)
        .put("width", width)
        .put("embedding", embedding)
        .put("head", head.name());
  }
}
