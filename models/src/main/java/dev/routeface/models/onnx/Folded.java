package dev.routeface.models.onnx;

import dev.routeface.models.net.Layer;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Node;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.net.Shape;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network after training, whose normalisations have gone into the convolutions and linear layers
 * beside them (Jacob et al., CVPR 2018, section 3.2): the same function with fewer steps. The
 * running statistics are constants by then, so a normalisation is {@code a x + b} per channel.
 *
 * <p>It goes into the layer before it; failing that into the one after it, if nothing else reads it
 * and that layer pads nothing: a padded border is zero after the normalisation, and no bias makes
 * it so. Others stay, as the first of each unit of IResNet.
 *
 * @param network layers with biases in place of normalisations
 * @param weights all of its arrays
 */
public record Folded(Network network, Weights weights) {

  /** {@code scale[c] * x + shift[c]}. */
  @SuppressWarnings("ArrayRecordComponent") // lives within one method
  private record Affine(double[] scale, double[] shift) {}

  /** Folds all that can be folded without changing what is computed, borders included. */
  public static Folded of(Network network, Weights weights) {
    Folded folded = new Folded(network, weights);
    for (String name : folded.normalisations()) {
      folded = folded.intoEarlier(folded.node(name).orElseThrow());
    }
    for (String name : folded.normalisations()) {
      folded = folded.intoLater(folded.node(name).orElseThrow());
    }
    return folded;
  }

  private List<String> normalisations() {
    return network.nodes().stream()
        .filter(node -> node.layer() instanceof Layer.BatchNorm)
        .map(Node::name)
        .toList();
  }

  private Folded intoEarlier(Node norm) {
    return node(norm.inputs().get(0))
        .flatMap(this::beforeFlattening)
        .filter(node -> weighted(node) && readers(node.name()).size() == 1)
        .filter(node -> !norm.name().equals(network.output()) || isLastBut(norm))
        .map(node -> without(norm, node, rowsScaled(node, affine(norm))))
        .orElse(this);
  }

  /** Flattening a map of one pixel changes nothing for what works channel by channel. */
  private Optional<Node> beforeFlattening(Node node) {
    boolean plain =
        node.layer() instanceof Layer.Flatten
            && readers(node.name()).size() == 1
            && network.shapes().get(node.inputs().get(0)).elements()
                == network.shapes().get(node.inputs().get(0)).channels();
    return plain ? node(node.inputs().get(0)) : Optional.of(node);
  }

  /** The last node is the output: what it read must be the last then. */
  private boolean isLastBut(Node last) {
    int size = network.nodes().size();
    return network.nodes().get(size - 2).name().equals(last.inputs().get(0));
  }

  private Folded intoLater(Node norm) {
    List<Node> next = readers(norm.name());
    if (next.size() == 1 && next.get(0).layer() instanceof Layer.Flatten) {
      next = readers(next.get(0).name());
    }
    boolean exact =
        next.size() == 1
            && readers(norm.name()).size() == 1
            && weighted(next.get(0))
            && !(next.get(0).layer() instanceof Layer.Conv conv && conv.padding() > 0);
    return exact
        ? without(norm, next.get(0), columnsScaled(next.get(0), norm, affine(norm)))
        : this;
  }

  private Optional<Node> node(String name) {
    return network.nodes().stream().filter(n -> n.name().equals(name)).findFirst();
  }

  private List<Node> readers(String name) {
    return network.nodes().stream().filter(n -> n.inputs().contains(name)).toList();
  }

  private static boolean weighted(Node node) {
    return node.layer() instanceof Layer.Conv || node.layer() instanceof Layer.Linear;
  }

  private Affine affine(Node norm) {
    float[] gamma = array(norm, "weight");
    float[] beta = array(norm, "bias");
    float[] mean = array(norm, "running_mean");
    float[] variance = array(norm, "running_var");
    double[] scale = new double[gamma.length];
    double[] shift = new double[gamma.length];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = gamma[c] / Math.sqrt(variance[c] + Layer.BatchNorm.EPSILON);
      shift[c] = beta[c] - mean[c] * scale[c];
    }
    return new Affine(scale, shift);
  }

  /** {@code a (W x + b) + s = (a W) x + (a b + s)}, output by output. */
  private List<Tensor> rowsScaled(Node node, Affine affine) {
    Tensor weight = weights.tensor(node.name() + ".weight");
    float[] scaled = weight.data().clone();
    float[] bias = bias(node);
    int row = scaled.length / bias.length;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (scaled[i] * affine.scale[i / row]);
    }
    for (int o = 0; o < bias.length; o++) {
      bias[o] = (float) (bias[o] * affine.scale[o] + affine.shift[o]);
    }
    return arrays(node, weight, scaled, bias);
  }

  /** {@code W (a x + s) + b = (W a) x + (W s + b)}, input channel by input channel. */
  private List<Tensor> columnsScaled(Node node, Node norm, Affine affine) {
    Tensor weight = weights.tensor(node.name() + ".weight");
    float[] scaled = weight.data().clone();
    float[] bias = bias(node);
    int row = scaled.length / bias.length;
    for (int o = 0; o < bias.length; o++) {
      double sum = bias[o];
      for (int j = 0; j < row; j++) {
        int channel = channel(node, norm, o, j);
        sum += scaled[o * row + j] * affine.shift[channel];
        scaled[o * row + j] = (float) (scaled[o * row + j] * affine.scale[channel]);
      }
      bias[o] = (float) sum;
    }
    return arrays(node, weight, scaled, bias);
  }

  /** The channel of the normalisation that one column of one output reads. */
  private int channel(Node node, Node norm, int output, int column) {
    if (node.layer() instanceof Layer.Conv conv) {
      int group = output / (conv.out() / conv.groups());
      return group * (conv.in() / conv.groups()) + column / (conv.kernel() * conv.kernel());
    }
    Shape map = network.shapes().get(norm.name());
    return column / (map.height() * map.width());
  }

  private float[] array(Node node, String suffix) {
    return weights.tensor(node.name() + "." + suffix).data();
  }

  /** A copy; zeros where there is none yet. */
  private float[] bias(Node node) {
    Tensor known = weights.tensors().get(node.name() + ".bias");
    int outputs = weights.tensor(node.name() + ".weight").shape().get(0);
    return known == null ? new float[outputs] : known.data().clone();
  }

  private static List<Tensor> arrays(Node node, Tensor weight, float[] scaled, float[] bias) {
    return List.of(
        new Tensor(weight.name(), weight.shape(), scaled),
        new Tensor(node.name() + ".bias", List.of(bias.length), bias));
  }

  /**
   * Without the normalisation; whoever read it reads what it read, and the other has new arrays.
   */
  private Folded without(Node norm, Node changed, List<Tensor> arrays) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : network.nodes()) {
      Layer layer = node == changed ? withBias(node.layer()) : node.layer();
      if (node != norm) {
        nodes.add(new Node(node.name(), layer, rewired(node.inputs(), norm)));
      }
    }
    return new Folded(
        new Network(network.input(), nodes), new Weights(replaced(nodes, arrays), Map.of()));
  }

  private static List<String> rewired(List<String> inputs, Node gone) {
    return inputs.stream().map(i -> i.equals(gone.name()) ? gone.inputs().get(0) : i).toList();
  }

  private static Layer withBias(Layer layer) {
    if (layer instanceof Layer.Conv conv) {
      return new Layer.Conv(
          conv.in(), conv.out(), conv.kernel(), conv.stride(), conv.padding(), conv.groups(), true);
    }
    Layer.Linear linear = (Layer.Linear) layer;
    return new Layer.Linear(linear.in(), linear.out(), true);
  }

  private Map<String, Tensor> replaced(List<Node> nodes, List<Tensor> arrays) {
    Map<String, Tensor> all = new LinkedHashMap<>(weights.tensors());
    arrays.forEach(tensor -> all.put(tensor.name(), tensor));
    List<String> owned =
        nodes.stream().flatMap(n -> Parameter.of(n).stream()).map(Parameter::name).toList();
    all.keySet().retainAll(new HashSet<>(owned));
    return all;
  }
}
