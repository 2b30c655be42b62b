package dev.routeface.models.net;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of named layers, from an image to an embedding that is not yet normalised. The last node
 * is the output.
 *
 * @param input shape of one prepared image
 * @param nodes in the order of computation
 */
public record Network(Shape input, List<Node> nodes) {
  /** Name of the network's input where a node refers to it. */
  public static final String INPUT = "input";

  /** Checks names, references and shapes. */
  public Network {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("expected at least one layer, found none");
    }
    shapes(input, nodes);
  }

  /** Size of the embedding. */
  public int embedding() {
    return shapes().get(output()).elements();
  }

  /** Name of the last node. */
  public String output() {
    return nodes.get(nodes.size() - 1).name();
  }

  /** Output shape of every node, by name, {@link #INPUT} first. */
  public Map<String, Shape> shapes() {
    return shapes(input, nodes);
  }

  private static Map<String, Shape> shapes(Shape input, List<Node> nodes) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(INPUT, input);
    for (Node node : nodes) {
      List<Shape> inputs = node.inputs().stream().map(name -> known(shapes, node, name)).toList();
      if (shapes.put(node.name(), output(node, inputs)) != null) {
        throw new IllegalArgumentException(node.name() + ": expected a new name, found it twice");
      }
    }
    return shapes;
  }

  private static Shape known(Map<String, Shape> shapes, Node node, String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException(
          node.name() + ": expected an earlier node as input, found " + name);
    }
    return shape;
  }

  private static Shape output(Node node, List<Shape> inputs) {
    Shape in = inputs.get(0);
    Layer layer = node.layer();
    if (layer instanceof Layer.Conv conv) {
      need(node, in.channels() == conv.in(), conv.in() + " channels", in);
      int height = (in.height() + 2 * conv.padding() - conv.kernel()) / conv.stride() + 1;
      int width = (in.width() + 2 * conv.padding() - conv.kernel()) / conv.stride() + 1;
      return new Shape(conv.out(), height, width);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return need(node, in.channels() == norm.channels(), norm.channels() + " channels", in);
    } else if (layer instanceof Layer.Prelu prelu) {
      return need(node, in.channels() == prelu.channels(), prelu.channels() + " channels", in);
    } else if (layer instanceof Layer.Add) {
      return need(node, in.equals(inputs.get(1)), "equal shapes, first " + in, inputs.get(1));
    } else if (layer instanceof Layer.GlobalAveragePool) {
      return Shape.flat(in.channels());
    } else if (layer instanceof Layer.Flatten) {
      return Shape.flat(in.elements());
    } else if (layer instanceof Layer.Linear linear) {
      need(node, in.equals(Shape.flat(linear.in())), linear.in() + " flat features", in);
      return Shape.flat(linear.out());
    }
    return in; // Relu, Relu6
  }

  private static Shape need(Node node, boolean holds, String expected, Shape found) {
    if (!holds) {
      throw new IllegalArgumentException(
          node.name() + ": expected " + expected + ", found " + found);
    }
    return found;
  }
}
