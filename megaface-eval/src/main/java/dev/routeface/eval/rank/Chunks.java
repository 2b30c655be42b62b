package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;
import java.util.stream.IntStream;

/**
 * A gallery's rows, chunk by chunk. Each takes the place of the one before, so that a long search
 * leaves no garbage behind: a collector in a small heap would take longer than the search.
 */
final class Chunks {
  private final Kernel kernel;
  private final Rows gallery;
  private Matrix rows;
  private float[][] panels;

  Chunks(Kernel kernel, Rows gallery) {
    this.kernel = kernel;
    this.gallery = gallery;
    makeRoom(0);
  }

  /** Some rows, as they are and packed; only until the next chunk is asked for. */
  record Part(Matrix rows, Scores.Chunk chunk) {}

  private void makeRoom(int count) {
    int dimension = gallery.dimension();
    this.rows = new Matrix(dimension, new float[count * dimension]);
    this.panels = Packed.room(count, dimension, kernel.width());
  }

  /** Copies and packs, side by side. */
  Part at(int first, int count) {
    if (count != rows.size()) {
      makeRoom(count);
    }
    int width = kernel.width();
    IntStream.range(0, panels.length)
        .parallel()
        .forEach(
            panel -> {
              int start = panel * width;
              for (int row = start; row < Math.min(start + width, count); row++) {
                gallery.copy(first + row, rows.values(), row * gallery.dimension());
              }
              Packed.pack(rows, start, width, panels[panel]);
            });
    return new Part(rows, new Scores.Chunk(kernel, panels, first, count));
  }
}
