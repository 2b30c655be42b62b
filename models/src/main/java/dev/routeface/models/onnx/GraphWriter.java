package dev.routeface.models.onnx;

import static dev.routeface.models.onnx.GraphBuilder.integer;
import static dev.routeface.models.onnx.GraphBuilder.integers;
import static dev.routeface.models.onnx.GraphBuilder.number;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.net.Layer;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Node;
import dev.routeface.models.net.Shape;
import dev.routeface.models.weights.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The layer list in ONNX's operators: one walk for graphs of floats and of bytes. A map has its
 * node's name, what came back from bytes {@code NAME.restored}.
 */
final class GraphWriter {
  private static final String PREPARED = "prepared";

  private final GraphBuilder graph = new GraphBuilder();
  private final ExportedGraph model;
  private final Network network;
  private final Map<String, Shape> shapes;
  private final ByteBorders borders;
  private final Bytes bytes;
  private final boolean insidePreparation;

  private GraphWriter(ExportedGraph model) {
    this.model = model;
    this.network = model.folded().network();
    this.shapes = network.shapes();
    this.borders = new ByteBorders(network, model.quantisation());
    this.bytes = new Bytes(graph, model.quantisation());
    this.insidePreparation = model.form().inside().isPresent();
  }

  /**
   * Writes.
   *
   * @param taps maps to be given out beside the embedding
   */
  static GraphProto write(ExportedGraph model, List<String> taps) {
    GraphWriter writer = new GraphWriter(model);
    writer.images();
    writer.network.nodes().forEach(writer::layer);
    writer.embedding();
    taps.forEach(tap -> writer.graph.output(tap));
    return writer.graph.build();
  }

  private void images() {
    Shape in = network.input();
    if (insidePreparation) {
      graph.input(ExportedGraph.INPUT, DataType.UINT8, -1, in.height(), in.width(), in.channels());
      prepare(model.form().inside().get());
    } else {
      graph.input(ExportedGraph.INPUT, DataType.FLOAT, -1, in.channels(), in.height(), in.width());
    }
    restorable(Network.INPUT);
  }

  /** {@code (pixel - mean) / scale}, then channels first. */
  private void prepare(Preparation preparation) {
    String x =
        graph.node(
            "Cast",
            "pixels",
            List.of(ExportedGraph.INPUT),
            integer("to", DataType.FLOAT.getNumber()));
    if (preparation.order() == Preparation.ChannelOrder.BGR) {
      String backwards = graph.longs("backwards", 2, 1, 0);
      x = graph.node("Gather", "bgr", List.of(x, backwards), integer("axis", 3));
    }
    String mean = graph.floats("mean", narrowed(preparation.mean()), Preparation.CHANNELS);
    String scale = graph.floats("scale", narrowed(preparation.scale()), Preparation.CHANNELS);
    x = graph.node("Sub", "centred", List.of(x, mean));
    x = graph.node("Div", "scaled", List.of(x, scale));
    graph.node("Transpose", PREPARED, List.of(x), integers("perm", 0, 3, 1, 2));
  }

  private static float[] narrowed(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  private void embedding() {
    String last = operand(network.output(), false);
    AttributeProto[] unit = {integer("axis", 1), integer("p", 2)};
    graph.node("LpNormalization", ExportedGraph.OUTPUT, List.of(last), unit);
    graph.output(ExportedGraph.OUTPUT, -1, network.embedding());
  }

  private void layer(Node node) {
    write(node);
    restorable(node.name());
  }

  private void restorable(String map) {
    if (borders.quantised(map)) {
      bytes.thereAndBack(variable(map), map, map);
    }
  }

  /** A map as a layer reads it. */
  private String operand(String map, boolean inBytes) {
    boolean restored = borders.quantised(map) && (inBytes || borders.onlyInBytes(map));
    return restored ? Bytes.restored(map) : variable(map);
  }

  private String variable(String map) {
    if (!map.equals(Network.INPUT)) {
      return map;
    }
    return insidePreparation ? PREPARED : ExportedGraph.INPUT;
  }

  private void write(Node node) {
    boolean inBytes = borders.inBytes(node);
    List<String> in = node.inputs().stream().map(map -> operand(map, inBytes)).toList();
    Layer layer = node.layer();
    if (layer instanceof Layer.Conv conv) {
      graph.node("Conv", node.name(), weighted(node, in.get(0)), attributes(conv));
    } else if (layer instanceof Layer.Linear) {
      graph.node("Gemm", node.name(), weighted(node, in.get(0)), integer("transB", 1));
    } else if (layer instanceof Layer.BatchNorm) {
      normalisation(node, in.get(0));
    } else if (layer instanceof Layer.Prelu) {
      prelu(node, in.get(0));
    } else if (layer instanceof Layer.Relu) {
      graph.node("Relu", node.name(), in);
    } else if (layer instanceof Layer.Relu6) {
      String low = graph.floats("zero", new float[] {0});
      graph.node(
          "Clip", node.name(), List.of(in.get(0), low, graph.floats("six", new float[] {6})));
    } else if (layer instanceof Layer.Add) {
      graph.node("Add", node.name(), in);
    } else if (layer instanceof Layer.GlobalAveragePool) {
      pool(node, in.get(0));
    } else if (layer instanceof Layer.Flatten) {
      graph.node("Flatten", node.name(), in, integer("axis", 1));
    } else {
      throw new AssertionError("a sealed family is covered above: " + layer);
    }
  }

  private static AttributeProto[] attributes(Layer.Conv conv) {
    int pad = conv.padding();
    return new AttributeProto[] {
      integers("kernel_shape", conv.kernel(), conv.kernel()),
      integers("strides", conv.stride(), conv.stride()),
      integers("pads", pad, pad, pad, pad),
      integer("group", conv.groups())
    };
  }

  /** A layer's input with its weights and, where it has one, its bias. */
  private List<String> weighted(Node node, String input) {
    Tensor weight = array(node, "weight");
    Tensor bias = model.folded().weights().tensors().get(node.name() + ".bias");
    if (borders.inBytes(node)) {
      return bytes.weighted(input, node.inputs().get(0), weight, bias);
    }
    return bias == null
        ? List.of(input, constant(weight))
        : List.of(input, constant(weight), constant(bias));
  }

  private void normalisation(Node node, String x) {
    List<String> in =
        List.of(
            x,
            constant(array(node, "weight")),
            constant(array(node, "bias")),
            constant(array(node, "running_mean")),
            constant(array(node, "running_var")));
    graph.node("BatchNormalization", node.name(), in, number("epsilon", Layer.BatchNorm.EPSILON));
  }

  private void prelu(Node node, String x) {
    float[] slopes = array(node, "weight").data();
    String name = node.name();
    boolean flat = shapes.get(name).height() * shapes.get(name).width() == 1 && isFlat(node);
    long[] shape = flat ? new long[] {slopes.length} : new long[] {slopes.length, 1, 1};
    String slope = graph.floats(name + ".slope", slopes, shape);
    if (model.form().prelu() == PreluForm.OPERATOR) {
      graph.node("PRelu", name, List.of(x, slope));
      return;
    }
    float[] rest = slopes.clone();
    for (int c = 0; c < rest.length; c++) {
      rest[c] = 1 - slopes[c];
    }
    String below = graph.node("Mul", name + ".all", List.of(x, slope));
    String positive = graph.node("Relu", name + ".positive", List.of(x));
    String above =
        graph.node(
            "Mul",
            name + ".rest",
            List.of(positive, graph.floats(name + ".complement", rest, shape)));
    graph.node("Add", name, List.of(below, above));
  }

  /** Whether the runtime sees (N, C) rather than (N, C, 1, 1). */
  private boolean isFlat(Node node) {
    return network.nodes().stream()
        .filter(other -> other.name().equals(node.inputs().get(0)))
        .anyMatch(o -> o.layer() instanceof Layer.Linear || o.layer() instanceof Layer.Flatten);
  }

  /** To (N, C), since that is what this layer gives elsewhere; ONNX keeps two axes of size one. */
  private void pool(Node node, String x) {
    String map = graph.node("GlobalAveragePool", node.name() + ".map", List.of(x));
    if (borders.quantised(node.name())) {
      map = bytes.thereAndBack(map, map, node.name());
    }
    graph.node("Flatten", node.name(), List.of(map), integer("axis", 1));
  }

  private Tensor array(Node node, String suffix) {
    return model.folded().weights().tensor(node.name() + "." + suffix);
  }

  private String constant(Tensor tensor) {
    long[] shape = tensor.shape().stream().mapToLong(Integer::longValue).toArray();
    return graph.floats(tensor.name(), tensor.data(), shape);
  }
}
