package dev.routeface.models.net;

import java.util.List;

/**
 * A layer in its place.
 *
 * @param name unique in the network, in the vocabulary of the paper: {@code stage2.unit1.conv2}.
 *     Weights are filed under it, and taps ask for it.
 * @param layer what is computed
 * @param inputs names of earlier nodes, or {@link Network#INPUT}
 */
public record Node(String name, Layer layer, List<String> inputs) {
  public Node {
    inputs = List.copyOf(inputs);
    int expected = layer instanceof Layer.Add ? 2 : 1;
    if (inputs.size() != expected) {
      throw new IllegalArgumentException(
          name + ": expected " + expected + " inputs, found " + inputs);
    }
  }
}
