package dev.routeface.models.torch;

import dev.routeface.models.net.Layer;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Node;
import dev.routeface.models.net.Parameter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A network as TorchScript source, the engine's own language.
 *
 * <p>Calling the engine once per network rather than once per layer buys three things that its Java
 * API does not have: PReLU with gradients, the channels-last layout (half of a mobile network's
 * time is spent on memory), and intermediate maps that are freed at their last use.
 *
 * <p>The module owns no numbers: it is a function {@code forward(x, p) -> [taps..., output]} of the
 * images and of all arrays in the order of {@link Parameter#of(Network)}.
 */
final class TorchScript {
  /** {@code torch.channels_last}. */
  private static final int CHANNELS_LAST = 2;

  private final StringBuilder body = new StringBuilder();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> arrays;
  private final boolean training;

  /**
   * @param arrays what the program calls each array
   */
  private TorchScript(Network network, Map<String, String> arrays, boolean training) {
    this.arrays = arrays;
    this.training = training;
    line("x = torch.contiguous(input, memory_format=%d)", CHANNELS_LAST);
    variables.put(Network.INPUT, "x");
    for (int i = 0; i < network.nodes().size(); i++) {
      Node node = network.nodes().get(i);
      line("v%d = %s", i, expression(node));
      variables.put(node.name(), "v" + i);
    }
  }

  /**
   * The module as the bytes of a TorchScript archive.
   *
   * @param taps names of nodes whose outputs are returned before the network's own
   * @param training whether normalisations use, and update from, the batch
   */
  static byte[] archive(Network network, List<String> taps, boolean training) {
    TorchScript script = new TorchScript(network, places(network), training);
    StringBuilder results = new StringBuilder();
    for (String tap : taps) {
      results.append(script.variable(tap)).append(", ");
    }
    results.append(script.variable(network.output()));
    script.line("return [%s]", results);
    return zip(
        "class Net(Module):\n  __parameters__ = []\n  __buffers__ = []\n"
            + "  def forward(self: __torch__.Net, input: Tensor, p: List[Tensor])"
            + " -> List[Tensor]:\n"
            + script.body);
  }

  private static Map<String, String> places(Network network) {
    Map<String, String> places = new HashMap<>();
    List<Parameter> parameters = Parameter.of(network);
    for (int i = 0; i < parameters.size(); i++) {
      places.put(parameters.get(i).name(), "p[" + i + "]");
    }
    return places;
  }

  /**
   * The statements of a function from {@code input} to the embedding of unit length, for a module
   * that owns its arrays.
   *
   * @param arrays what the program calls each array, by its name
   */
  static String unitEmbedding(Network network, Map<String, String> arrays) {
    TorchScript script = new TorchScript(network, arrays, false);
    script.line("e = %s", call("flatten", script.variable(network.output()), "1"));
    script.line("n = torch.clamp_min(torch.norm(e, 2, [1], True), 1e-12)");
    script.line("return torch.div(e, n)");
    return script.body.toString();
  }

  /** The value of one layer, in terms of earlier variables and arrays. */
  private String expression(Node node) {
    String x = variable(node.inputs().get(0));
    Layer layer = node.layer();
    if (layer instanceof Layer.Conv conv) {
      return convolution(x, node, conv);
    } else if (layer instanceof Layer.BatchNorm) {
      return normalisation(x, node);
    } else if (layer instanceof Layer.Prelu) {
      return prelu(x, array(node, "weight"));
    } else if (layer instanceof Layer.Relu) {
      return call("relu", x);
    } else if (layer instanceof Layer.Relu6) {
      return call("hardtanh", x, "0.", "6.");
    } else if (layer instanceof Layer.Add) {
      return call("add", x, variable(node.inputs().get(1)));
    } else if (layer instanceof Layer.GlobalAveragePool) {
      return call("adaptive_avg_pool2d", x, "[1, 1]");
    } else if (layer instanceof Layer.Flatten) {
      return call("flatten", x, "1");
    } else if (layer instanceof Layer.Linear linear) {
      String flat = call("flatten", x, "1");
      return call("linear", flat, array(node, "weight"), bias(node, linear.bias()));
    }
    throw new AssertionError("a sealed family is covered above: " + layer);
  }

  private String convolution(String x, Node node, Layer.Conv conv) {
    return call(
        "conv2d",
        x,
        array(node, "weight"),
        bias(node, conv.bias()),
        format("[%d, %d]", conv.stride(), conv.stride()),
        format("[%d, %d]", conv.padding(), conv.padding()),
        "[1, 1]",
        String.valueOf(conv.groups()));
  }

  private String normalisation(String x, Node node) {
    return call(
        "batch_norm",
        x,
        array(node, "weight"),
        array(node, "bias"),
        array(node, "running_mean"),
        array(node, "running_var"),
        training ? "True" : "False",
        String.valueOf(Layer.BatchNorm.MOMENTUM),
        format("%.8f", Layer.BatchNorm.EPSILON),
        "False");
  }

  /**
   * In training the sum of both halves of {@code x} instead: the engine's gradient of PReLU visits
   * one number at a time and alone takes a third of a step. Forward the two agree to the last bit.
   */
  private String prelu(String x, String slopes) {
    if (!training) {
      return call("prelu", x, slopes);
    }
    // (C, 1, 1) beside a map, (C) beside a flat vector
    String broadcast = call("reshape", slopes, "[-1] + [1] * (torch.dim(" + x + ") - 2)");
    return call("addcmul", call("relu", x), call("hardtanh", x, "-3e38", "0."), broadcast);
  }

  private String bias(Node node, boolean present) {
    return present ? array(node, "bias") : "None";
  }

  private static String call(String function, String... arguments) {
    return "torch." + function + "(" + String.join(", ", arguments) + ")";
  }

  private String variable(String name) {
    String variable = variables.get(name);
    if (variable == null) {
      throw new IllegalArgumentException("expected a layer of the network, found " + name);
    }
    return variable;
  }

  private String array(Node node, String suffix) {
    return arrays.get(node.name() + "." + suffix);
  }

  private void line(String format, Object... arguments) {
    body.append("    ").append(format(format, arguments)).append('\n');
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /**
   * The archive's four members. The two pickles are literals: an object of class {@code Net} with
   * the attribute {@code training}, and an empty tuple of constants.
   */
  static byte[] zip(String code) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ScriptZip zip = new ScriptZip(bytes)) {
      zip.text("data.pkl", "\u0080\u0002c__torch__\nNet\n)\u0081}b.");
      zip.text("constants.pkl", ScriptZip.NO_CONSTANTS);
      zip.text("version", ScriptZip.VERSION);
      zip.text("code/__torch__.py", code);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
