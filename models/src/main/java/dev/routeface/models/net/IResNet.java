package dev.routeface.models.net;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.List;

/**
 * The improved residual network of ArcFace (Deng et al., CVPR 2019, section 3.1): units of
 * BN-conv-BN-PReLU-conv-BN, a first convolution with stride 1, head BN-flatten-FC-BN (option E).
 *
 * <p>The scale of the last normalisation stays one, so that only directions carry identity. The
 * reference has no dropout before the head at its usual settings; neither has this.
 *
 * @param inputSize side of the input, 112 in the paper; a multiple of 16
 * @param units residual units of the four stages: {3, 4, 14, 3} makes depth 50
 * @param channels output channels of the four stages, 64, 128, 256, 512 in the paper
 * @param embedding size of the embedding, 512 in the paper
 */
public record IResNet(int inputSize, List<Integer> units, List<Integer> channels, int embedding)
    implements Architecture {
  private static final int STAGES = 4;
  private static final List<Integer> PAPER_CHANNELS = List.of(64, 128, 256, 512);

  public IResNet {
    units = List.copyOf(units);
    channels = List.copyOf(channels);
    if (units.size() != STAGES || channels.size() != STAGES) {
      throw new IllegalArgumentException(
          "expected %d stages, found units %s and channels %s".formatted(STAGES, units, channels));
    }
  }

  /** 24.0 M parameters. */
  public static IResNet depth18() {
    return paper(List.of(2, 2, 2, 2));
  }

  /** 34.1 M parameters. */
  public static IResNet depth34() {
    return paper(List.of(3, 4, 6, 3));
  }

  /** 43.6 M parameters, 6.3 GMACs. */
  public static IResNet depth50() {
    return paper(List.of(3, 4, 14, 3));
  }

  /** 65.2 M parameters. */
  public static IResNet depth100() {
    return paper(List.of(3, 13, 30, 3));
  }

  /** Depth 18 with a quarter of the channels at 64 pixels: a teacher that trains on a laptop. */
  public static IResNet narrow() {
    return new IResNet(64, List.of(2, 2, 2, 2), List.of(16, 32, 64, 128), 128);
  }

  private static IResNet paper(List<Integer> units) {
    return new IResNet(112, units, PAPER_CHANNELS, 512);
  }

  @Override
  public Network network() {
    Stack stack = new Stack();
    int in = channels.get(0);
    stack.convBn("stem", Layer.Conv.of(3, in, 3, 1)).add("stem.act", new Layer.Prelu(in));
    for (int s = 0; s < STAGES; s++) {
      for (int u = 0; u < units.get(s); u++) {
        String name = "stage" + (s + 1) + ".unit" + (u + 1);
        unit(stack, name, in, channels.get(s), u == 0 ? 2 : 1);
        in = channels.get(s);
      }
    }
    int side = inputSize / 16;
    stack.add("head.bn", Layer.BatchNorm.of(in));
    stack.add("head.flatten", new Layer.Flatten());
    stack.add("head.fc", new Layer.Linear(in * side * side, embedding, true));
    stack.add("embedding", new Layer.BatchNorm(embedding, false));
    return stack.network(new Shape(3, inputSize, inputSize));
  }

  private static void unit(Stack stack, String name, int in, int out, int stride) {
    String input = stack.last();
    stack.add(name + ".bn1", Layer.BatchNorm.of(in));
    stack.add(name + ".conv1", Layer.Conv.of(in, out, 3, 1));
    stack.add(name + ".bn2", Layer.BatchNorm.of(out));
    stack.add(name + ".prelu", new Layer.Prelu(out));
    stack.add(name + ".conv2", Layer.Conv.of(out, out, 3, stride));
    stack.add(name + ".bn3", Layer.BatchNorm.of(out));
    String body = stack.last();
    String shortcut = input;
    if (in != out || stride != 1) {
      stack.add(name + ".shortcut.conv", Layer.Conv.of(in, out, 1, stride), input);
      stack.add(name + ".shortcut.bn", Layer.BatchNorm.of(out));
      shortcut = stack.last();
    }
    stack.add(name + ".add", new Layer.Add(), body, shortcut);
  }

  static IResNet of(Fields fields) {
    int size = fields.integer("inputSize", 16, 224);
    if (size % 16 != 0) {
      throw fields.refuse("inputSize", "a multiple of 16", size);
    }
    return new IResNet(
        size,
        stages(fields, "units", 200),
        stages(fields, "channels", 2048),
        fields.integer("embedding", 2, 4096));
  }

  private static List<Integer> stages(Fields fields, String key, int high) {
    List<Integer> values = fields.integers(key, 1, high);
    if (values.size() != STAGES) {
      throw fields.refuse(key, STAGES + " numbers", values.size());
    }
    return values;
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("kind", "IResNet").put("inputSize", inputSize);
    units.forEach(json.withArray("units")::add);
    channels.forEach(json.withArray("channels")::add);
    return json.put("embedding", embedding);
  }
}
