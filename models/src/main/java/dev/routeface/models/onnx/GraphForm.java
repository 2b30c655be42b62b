package dev.routeface.models.onnx;

import dev.routeface.models.card.Preparation;
import java.util.Optional;

/**
 * How a network is written down as a graph.
 *
 * @param prelu what becomes of PReLU
 * @param inside the preparation, where the graph is to do it itself: its input is then (N, S, S, 3)
 *     bytes of RGB pixels; empty for prepared floats (N, 3, S, S)
 * @param opset version of ONNX's operators, {@link #OLDEST} to {@link #NEWEST}
 */
public record GraphForm(PreluForm prelu, Optional<Preparation> inside, int opset) {
  /** The first whose dequantisation has a scale per channel. */
  public static final int OLDEST = 13;

  /** What runtimes on phones have read since 2022. */
  public static final int USUAL = 17;

  /** The last that was tried. */
  public static final int NEWEST = 21;

  /** The form that runs fastest, for prepared floats. */
  public static GraphForm usual() {
    return new GraphForm(PreluForm.COMPOSED, Optional.empty(), USUAL);
  }

  public GraphForm {
    if (opset < OLDEST || opset > NEWEST) {
      throw new IllegalArgumentException(
          "expected an opset from %d to %d, found %d".formatted(OLDEST, NEWEST, opset));
    }
  }
}
