package dev.routeface.models.net;

import java.util.ArrayList;
import java.util.List;

/** Collects nodes while an architecture is written down; each follows the previous one. */
final class Stack {
  private final List<Node> nodes = new ArrayList<>();
  private String last = Network.INPUT;

  /** Adds a layer after the last one. */
  Stack add(String name, Layer layer) {
    return add(name, layer, last);
  }

  /** Adds a layer after the named ones. */
  Stack add(String name, Layer layer, String... inputs) {
    nodes.add(new Node(name, layer, List.of(inputs)));
    last = name;
    return this;
  }

  /** A convolution with its normalisation, {@code name.conv} and {@code name.bn}. */
  Stack convBn(String name, Layer.Conv conv) {
    return add(name + ".conv", conv).add(name + ".bn", Layer.BatchNorm.of(conv.out()));
  }

  /** Name of the last node, to come back to. */
  String last() {
    return last;
  }

  Network network(Shape input) {
    return new Network(input, nodes);
  }
}
