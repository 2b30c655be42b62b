package dev.routeface.models.net;

import java.util.Map;

/**
 * What a network costs.
 *
 * @param parameters numbers to store: weights, biases, scales, shifts, slopes; running statistics
 *     are not counted, as in the papers
 * @param macs multiply-accumulates of convolutions and linear layers for one image; normalisations,
 *     activations and sums are not counted, as in the papers
 */
public record Cost(long parameters, long macs) {
  public static Cost of(Network network) {
    long parameters =
        Parameter.of(network).stream()
            .filter(parameter -> parameter.role().counted())
            .mapToLong(Parameter::elements)
            .sum();
    Map<String, Shape> shapes = network.shapes();
    long macs =
        network.nodes().stream()
            .mapToLong(node -> macs(node.layer(), shapes.get(node.name())))
            .sum();
    return new Cost(parameters, macs);
  }

  private static long macs(Layer layer, Shape output) {
    if (layer instanceof Layer.Conv conv) {
      long perOutput = (long) (conv.in() / conv.groups()) * conv.kernel() * conv.kernel();
      return perOutput * output.elements();
    }
    if (layer instanceof Layer.Linear linear) {
      return (long) linear.in() * linear.out();
    }
    return 0;
  }
}
