package dev.routeface.models.net;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.List;

/**
 * A narrow residual network with plain 3x3 convolutions and ReLU, for inputs of 48 to 64 pixels on
 * processors: channel counts in multiples of 16 run twice as fast there as a depthwise network of
 * the same size.
 *
 * <p>Units are the basic ones of ResNet (He et al., CVPR 2016, figure 5 left); the head is either
 * the global depthwise convolution of MobileFaceNet or a fully connected layer, each with batch
 * normalisation at the end as in ArcFace (Deng et al., CVPR 2019, section 3.1, option E).
 *
 * @param inputSize side of the input; the stem and every stage but those with stride 1 halve it
 * @param stem channels after the first convolution, which has stride 2
 * @param stages one entry per stage
 * @param head how the last map becomes a vector
 * @param embedding size of the embedding
 */
public record SlimResNet(int inputSize, int stem, List<Stage> stages, Head head, int embedding)
    implements Architecture {
  /**
   * A row of the stage table.
   *
   * @param channels output channels of every unit
   * @param units residual units; the first has the stride
   * @param stride 1 or 2
   */
  public record Stage(int channels, int units, int stride) {}

  /** How the last map becomes a vector. */
  public enum Head {
    /** Global depthwise convolution, then 1x1 convolution: few parameters. */
    DEPTHWISE,
    /** One linear layer over all positions: many parameters, most accurate. */
    FULL
  }

  public SlimResNet {
    stages = List.copyOf(stages);
  }

  /** 84,432 parameters and 6.0 MMACs at 56 pixels: the small student of the studies. */
  public static SlimResNet student() {
    return new SlimResNet(
        56, 16, List.of(new Stage(32, 1, 2), new Stage(64, 1, 2)), Head.DEPTHWISE, 128);
  }

  /** 0.98 M parameters and 38 MMACs at 56 pixels: the guide of the studies. */
  public static SlimResNet guide() {
    return new SlimResNet(
        56,
        24,
        List.of(new Stage(24, 1, 1), new Stage(48, 2, 2), new Stage(96, 2, 2)),
        Head.FULL,
        128);
  }

  @Override
  public Network network() {
    Stack stack = new Stack();
    stack.convBn("stem", Layer.Conv.of(3, stem, 3, 2)).add("stem.relu", new Layer.Relu());
    int channels = stem;
    for (int s = 0; s < stages.size(); s++) {
      Stage stage = stages.get(s);
      for (int u = 0; u < stage.units(); u++) {
        String name = "stage" + (s + 1) + ".unit" + (u + 1);
        unit(stack, name, channels, stage.channels(), u == 0 ? stage.stride() : 1);
        channels = stage.channels();
      }
    }
    head(stack, channels);
    return stack.network(new Shape(3, inputSize, inputSize));
  }

  private static void unit(Stack stack, String name, int in, int out, int stride) {
    String input = stack.last();
    stack.convBn(name + ".1", Layer.Conv.of(in, out, 3, stride));
    stack.add(name + ".relu1", new Layer.Relu());
    stack.convBn(name + ".2", Layer.Conv.of(out, out, 3, 1));
    String body = stack.last();
    String shortcut = input;
    if (in != out || stride != 1) {
      stack.add(name + ".shortcut.conv", Layer.Conv.of(in, out, 1, stride), input);
      stack.add(name + ".shortcut.bn", Layer.BatchNorm.of(out));
      shortcut = stack.last();
    }
    stack.add(name + ".add", new Layer.Add(), body, shortcut);
    stack.add(name + ".relu2", new Layer.Relu());
  }

  private void head(Stack stack, int channels) {
    int side = lastSide();
    if (head == Head.DEPTHWISE) {
      stack.convBn("gdconv", Layer.Conv.globalDepthwise(channels, side));
      stack.add("project", Layer.Conv.of(channels, embedding, 1, 1));
      stack.add("flatten", new Layer.Flatten());
    } else {
      stack.add("flatten", new Layer.Flatten());
      stack.add("project", new Layer.Linear(channels * side * side, embedding, false));
    }
    stack.add("embedding", Layer.BatchNorm.of(embedding));
  }

  /** A 3x3 convolution with stride 2 and padding 1 halves, rounding up. */
  private int lastSide() {
    int side = (inputSize + 1) / 2;
    for (Stage stage : stages) {
      side = stage.stride() == 2 ? (side + 1) / 2 : side;
    }
    return side;
  }

  static SlimResNet of(Fields fields) {
    return new SlimResNet(
        fields.integer("inputSize", 16, 224),
        fields.integer("stem", 1, 512),
        fields.objects(
            "stages",
            stage ->
                new Stage(
                    stage.integer("channels", 1, 2048),
                    stage.integer("units", 1, 64),
                    stage.integer("stride", 1, 2))),
        Head.valueOf(fields.choice("head", "DEPTHWISE", "FULL")),
        fields.integer("embedding", 2, 4096));
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    json.put("kind", "SlimResNet").put("inputSize", inputSize).put("stem", stem);
    ArrayNode rows = json.putArray("stages");
    for (Stage stage : stages) {
      rows.addObject()
          .put("channels", stage.channels())
          .put("units", stage.units())
          .put("stride", stage.stride());
    }
    return json.put("head", head.name()).put("embedding", embedding);
  }
}
