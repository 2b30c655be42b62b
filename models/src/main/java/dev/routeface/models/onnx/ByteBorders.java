package dev.routeface.models.onnx;

import dev.routeface.models.net.Layer;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a graph's maps turn to bytes and back. A layer counts in bytes when its inputs come from
 * bytes and its output goes into bytes, with nothing between but an activation that can only cut
 * off: that is the pattern which runtimes replace by one integer kernel.
 */
final class ByteBorders {
  private final Map<String, Node> nodes = new HashMap<>();
  private final Network network;
  private final Quantisation quantisation;

  ByteBorders(Network network, Quantisation quantisation) {
    this.network = network;
    this.quantisation = quantisation;
    network.nodes().forEach(node -> nodes.put(node.name(), node));
  }

  /** The layers that there are integer kernels for. */
  static boolean quantisable(Layer layer) {
    return layer instanceof Layer.Conv
        || layer instanceof Layer.Linear
        || layer instanceof Layer.Add
        || layer instanceof Layer.GlobalAveragePool;
  }

  boolean inBytes(Node node) {
    return quantisable(node.layer()) && quantisation.inBytes(node.name());
  }

  /** The maps that pass through bytes, the network's input among them. */
  List<String> maps() {
    return Stream.concat(Stream.of(Network.INPUT), network.nodes().stream().map(Node::name))
        .filter(this::quantised)
        .toList();
  }

  /** Whether a map passes through bytes. */
  boolean quantised(String map) {
    return readers(map).stream().anyMatch(this::inBytes)
        || kernelEndsAt(map) && !(nodes.get(map).layer() instanceof Layer.Linear);
  }

  /** Whether a reader in float gets a map only from bytes. */
  boolean onlyInBytes(String map) {
    Node node = nodes.get(map);
    return node != null && (kernelEndsAt(map) || node.layer() instanceof Layer.Flatten);
  }

  /** Whether an integer kernel gives this map, activation included. */
  private boolean kernelEndsAt(String map) {
    Node node = nodes.get(map);
    if (node == null) {
      return false;
    }
    boolean cutOff = readers(map).size() == 1 && cutsOff(readers(map).get(0).layer());
    return inBytes(node) && !cutOff || cutsOff(node.layer()) && endsBefore(node);
  }

  private boolean endsBefore(Node activation) {
    String source = activation.inputs().get(0);
    Node node = nodes.get(source);
    return node != null && inBytes(node) && readers(source).size() == 1;
  }

  private static boolean cutsOff(Layer layer) {
    return layer instanceof Layer.Relu || layer instanceof Layer.Relu6;
  }

  private List<Node> readers(String map) {
    return network.nodes().stream().filter(node -> node.inputs().contains(map)).toList();
  }
}
