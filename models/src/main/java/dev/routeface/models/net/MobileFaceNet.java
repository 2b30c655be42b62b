package dev.routeface.models.net;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.List;

/**
 * MobileFaceNet (Chen et al., CCBR 2018, arXiv 1804.07573, table 1): inverted residual bottlenecks
 * and a global depthwise convolution instead of average pooling.
 *
 * @param inputSize side of the input, 112 in the paper; a multiple of 16
 * @param width multiplies every channel count but the embedding; 1 in the paper
 * @param activation PReLU in the paper; ReLU runs faster in every engine
 * @param embedding size of the embedding, 128 in the paper
 * @param stem what the second row of the table is
 */
public record MobileFaceNet(
    int inputSize, double width, Activation activation, int embedding, Stem stem)
    implements Architecture {
  /** What follows the first convolution. */
  public enum Stem {
    /** A depthwise convolution, as in the paper. */
    DEPTHWISE,
    /**
     * A depthwise and a pointwise convolution, plain ReLU after each whatever the network's
     * activation: how foamliu's port reads the table.
     */
    SEPARABLE
  }

  /** A row of the paper's table 1: expansion t, channels c, repeats n, stride s of the first. */
  private record Bottlenecks(int expansion, int channels, int repeats, int stride) {}

  private static final List<Bottlenecks> TABLE =
      List.of(
          new Bottlenecks(2, 64, 5, 2),
          new Bottlenecks(4, 128, 1, 2),
          new Bottlenecks(2, 128, 6, 1),
          new Bottlenecks(4, 128, 1, 2),
          new Bottlenecks(2, 128, 2, 1));

  /** With the paper's stem. */
  public MobileFaceNet(int inputSize, double width, Activation activation, int embedding) {
    this(inputSize, width, activation, embedding, Stem.DEPTHWISE);
  }

  /** The paper's network: 1,003,136 parameters, its 4.0 MB; it prints 0.99 M. 221 MMACs. */
  public static MobileFaceNet paper() {
    return new MobileFaceNet(112, 1, Activation.PRELU, 128);
  }

  @Override
  public Network network() {
    int channels = scaled(64);
    Stack stack = new Stack();
    activated(stack, "stem", Layer.Conv.of(3, channels, 3, 2));
    stem(stack, channels);
    for (int s = 0; s < TABLE.size(); s++) {
      Bottlenecks row = TABLE.get(s);
      for (int u = 0; u < row.repeats(); u++) {
        String name = "stage" + (s + 1) + ".unit" + (u + 1);
        int out = scaled(row.channels());
        bottleneck(stack, name, channels, out, row.expansion(), u == 0 ? row.stride() : 1);
        channels = out;
      }
    }
    int wide = scaled(512);
    activated(stack, "expand", Layer.Conv.of(channels, wide, 1, 1));
    stack.convBn("gdconv", Layer.Conv.globalDepthwise(wide, inputSize / 16));
    stack.add("project", Layer.Conv.of(wide, embedding, 1, 1));
    stack.add("embedding.bn", Layer.BatchNorm.of(embedding));
    stack.add("embedding", new Layer.Flatten());
    return stack.network(new Shape(3, inputSize, inputSize));
  }

  private void stem(Stack stack, int channels) {
    Layer.Conv depthwise = Layer.Conv.depthwise(channels, 3, 1);
    if (stem == Stem.DEPTHWISE) {
      activated(stack, "stem.depthwise", depthwise);
    } else {
      Layer.Conv pointwise = Layer.Conv.of(channels, channels, 1, 1);
      stack.convBn("stem.depthwise", depthwise).add("stem.depthwise.act", new Layer.Relu());
      stack.convBn("stem.pointwise", pointwise).add("stem.pointwise.act", new Layer.Relu());
    }
  }

  private void bottleneck(Stack stack, String name, int in, int out, int expansion, int stride) {
    String input = stack.last();
    int inner = in * expansion;
    activated(stack, name + ".expand", Layer.Conv.of(in, inner, 1, 1));
    activated(stack, name + ".depthwise", Layer.Conv.depthwise(inner, 3, stride));
    stack.convBn(name + ".project", Layer.Conv.of(inner, out, 1, 1));
    if (stride == 1 && in == out) {
      stack.add(name + ".add", new Layer.Add(), stack.last(), input);
    }
  }

  private void activated(Stack stack, String name, Layer.Conv conv) {
    stack.convBn(name, conv).add(name + ".act", activation.layer(conv.out()));
  }

  private int scaled(int channels) {
    return Math.max(8, (int) Math.round(channels * width / 8) * 8);
  }

  static MobileFaceNet of(Fields fields) {
    return new MobileFaceNet(
        multipleOf16(fields),
        fields.number("width", 0.05, 4),
        Activation.valueOf(fields.choice("activation", "RELU", "PRELU", "RELU6")),
        fields.integer("embedding", 2, 4096),
        stem(fields));
  }

  /** The paper's stem goes without saying, so that what knows no other keeps its digest. */
  private static Stem stem(Fields fields) {
    return fields.has("stem")
        ? Stem.valueOf(fields.choice("stem", "DEPTHWISE", "SEPARABLE"))
        : Stem.DEPTHWISE;
  }

  private static int multipleOf16(Fields fields) {
    int size = fields.integer("inputSize", 16, 224);
    if (size % 16 != 0) {
      throw fields.refuse("inputSize", "a multiple of 16", size);
    }
    return size;
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json =
        Fields.object()
            .put("kind", "MobileFaceNet")
            .put("inputSize", inputSize)
            .put("width", width)
            .put("activation", activation.name())
            .put("embedding", embedding);
    return stem == Stem.DEPTHWISE ? json : json.put("stem", stem.name());
  }
}
