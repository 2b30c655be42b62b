package dev.routeface.eval.rank;

import java.util.stream.IntStream;

/** Rows laid abreast, as a {@link Kernel} reads them. */
final class Packed {
  /** Numbers of a row that are moved at once: a line of the cache. */
  private static final int LINE = 16;

  private Packed() {}

  /** All rows, a panel of (D, width) for every {@code width} of them; what is lacking is zero. */
  static float[][] of(Matrix rows, int width) {
    float[][] panels = room(rows.size(), rows.dimension(), width);
    IntStream.range(0, panels.length)
        .parallel()
        .forEach(panel -> pack(rows, panel * width, width, panels[panel]));
    return panels;
  }

  /** The reverse: rows as they were before they were packed. */
  static void unpack(float[][] panels, int width, Matrix rows) {
    IntStream.range(0, (rows.size() + width - 1) / width)
        .parallel()
        .forEach(panel -> unpack(panels[panel], panel * width, width, rows));
  }

  private static void unpack(float[] panel, int first, int width, Matrix rows) {
    int dimension = rows.dimension();
    int count = Math.min(width, rows.size() - first);
    for (int row = 0; row < count; row++) {
      int at = (first + row) * dimension;
      for (int k = 0; k < dimension; k++) {
        rows.values()[at + k] = panel[k * width + row];
      }
    }
  }

  /** Panels of zeros. */
  static float[][] room(int rows, int dimension, int width) {
    return new float[(rows + width - 1) / width][dimension * width];
  }

  /** One panel, from row {@code first} on. */
  static void pack(Matrix rows, int first, int width, float[] panel) {
    int dimension = rows.dimension();
    int count = Math.min(width, rows.size() - first);
    for (int start = 0; start < dimension; start += LINE) {
      int end = Math.min(dimension, start + LINE);
      for (int row = 0; row < count; row++) {
        int at = (first + row) * dimension;
        for (int k = start; k < end; k++) {
          panel[k * width + row] = rows.values()[at + k];
        }
      }
    }
  }
}
