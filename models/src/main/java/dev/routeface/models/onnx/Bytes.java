package dev.routeface.models.onnx;

import static dev.routeface.models.onnx.GraphBuilder.integer;

import dev.routeface.models.weights.Tensor;
import java.util.List;

/**
 * The quantised parts of a graph, in the form that every runtime reads: what stands between {@code
 * QuantizeLinear} and {@code DequantizeLinear} is bytes (QDQ). Maps are unsigned with a zero of
 * their own, which is what x86's dot product of bytes takes on its left side and, for what a ReLU
 * gives, uses all 256 values. Weights are signed, symmetric, with a scale per output
 * (Krishnamoorthi, arXiv 1806.08342, section 3.1); biases have 32 bits and the product of both
 * scales.
 */
final class Bytes {
  private static final int MOST = 127;

  /** Largest bias in units of its scale: half of an accumulator, so that the sum has room too. */
  private static final double MOST_BIAS = 1 << 30;

  private final GraphBuilder graph;
  private final Quantisation quantisation;

  Bytes(GraphBuilder graph, Quantisation quantisation) {
    this.graph = graph;
    this.quantisation = quantisation;
  }

  static String restored(String map) {
    return map + ".restored";
  }

  /**
   * A map in bytes and back.
   *
   * @param variable what the graph calls it
   * @param name of the results
   * @param range name of the map whose range it has
   * @return the restored map
   */
  String thereAndBack(String variable, String name, String range) {
    Range known = quantisation.ranges().get(range);
    String scale = graph.floats(range + ".scale", new float[] {known.scale()});
    String zero = graph.unsignedByte(range + ".zero", known.zero());
    String there = graph.node("QuantizeLinear", name + ".bytes", List.of(variable, scale, zero));
    return graph.node("DequantizeLinear", restored(name), List.of(there, scale, zero));
  }

  /**
   * A layer's input with its weights and bias.
   *
   * @param map name of the input's map
   * @param bias null where there is none
   */
  List<String> weighted(String input, String map, Tensor weight, Tensor bias) {
    int outputs = weight.shape().get(0);
    float[] biases = bias == null ? new float[outputs] : bias.data();
    double step = quantisation.ranges().get(map).scale();
    float[] scales = scales(weight.data(), biases, step);
    String weights = weights(weight, scales);
    String name = weight.name().replaceFirst("weight$", "bias");
    return List.of(input, weights, biases(name, biases, scales, step));
  }

  private static float[] scales(float[] weights, float[] biases, double step) {
    float[] scales = new float[biases.length];
    int row = weights.length / scales.length;
    for (int o = 0; o < scales.length; o++) {
      double largest = Math.abs(biases[o]) / step / MOST_BIAS * MOST;
      for (int i = o * row; i < (o + 1) * row; i++) {
        largest = Math.max(largest, Math.abs(weights[i]));
      }
      scales[o] = largest == 0 ? 1 : (float) (largest / MOST);
    }
    return scales;
  }

  private String weights(Tensor weight, float[] scales) {
    byte[] values = new byte[weight.data().length];
    int row = values.length / scales.length;
    for (int i = 0; i < values.length; i++) {
      double steps = Math.rint(weight.data()[i] / (double) scales[i / row]);
      values[i] = (byte) Math.max(-MOST, Math.min(MOST, steps));
    }
    long[] shape = weight.shape().stream().mapToLong(Integer::longValue).toArray();
    String name = weight.name();
    return dequantised(name, graph.signedBytes(name + ".bytes", values, shape), scales);
  }

  private String biases(String name, float[] biases, float[] scales, double step) {
    int[] values = new int[biases.length];
    float[] units = new float[biases.length];
    for (int o = 0; o < values.length; o++) {
      units[o] = (float) (scales[o] * step);
      values[o] = (int) Math.rint(biases[o] / (double) units[o]);
    }
    return dequantised(name, graph.ints(name + ".ints", values, values.length), units);
  }

  /** One scale per output; the zero is zero. */
  private String dequantised(String name, String values, float[] scales) {
    String scale = graph.floats(name + ".scale", scales, scales.length);
    return graph.node("DequantizeLinear", name, List.of(values, scale), integer("axis", 0));
  }
}
