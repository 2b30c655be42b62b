package dev.routeface.models.onnx;

/** How a graph says {@code x} where positive and {@code a x} elsewhere, {@code a} per channel. */
public enum PreluForm {
  /**
   * {@code a x + (1 - a) max(0, x)}: four operators that ONNX Runtime knows in its blocked layout,
   * so that maps stay in it from convolution to convolution.
   */
  COMPOSED,
  /**
   * The operator {@code PRelu}: a smaller graph, which leaves the blocked layout at every layer.
   */
  OPERATOR
}
