package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;
import java.util.stream.IntStream;

/** Rows laid abreast, as a {@link Kernel} reads them. */
final class Packed {
  /** Numbers of a row that are moved at once: a line of the cache. */
  private static final int LINE = 16;

  private Packed() {}

  /**
   * Some rows, a panel of (D, width) for every {@code width} of them; what the last one lacks is
   * zero.
   */
  static float[][] of(Rows rows, int first, int count, int width) {
    return IntStream.range(0, (count + width - 1) / width)
        .parallel()
        .mapToObj(
            panel -> {
              int start = panel * width;
              return panel(rows, first + start, Math.min(width, count - start), width);
            })
        .toArray(float[][]::new);
  }

  private static float[] panel(Rows rows, int first, int count, int width) {
    int dimension = rows.dimension();
    float[] copied = new float[count * dimension];
    rows.copy(first, count, copied);
    float[] panel = new float[dimension * width];
    for (int start = 0; start < dimension; start += LINE) {
      int end = Math.min(dimension, start + LINE);
      for (int row = 0; row < count; row++) {
        for (int k = start; k < end; k++) {
          panel[k * width + row] = copied[row * dimension + k];
        }
      }
    }
    return panel;
  }
}
