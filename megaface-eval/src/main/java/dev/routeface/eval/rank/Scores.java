package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import java.util.stream.IntStream;

/**
 * Cosines of every probe with every gallery row, streamed in tiles: no score matrix is ever held.
 *
 * <p>Each cosine is the float sum over dimensions in order, bit for bit that of {@link
 * UnitVectors#cosine}, so that equal vectors tie exactly and neither tile nor thread can change a
 * rank. Within a tile the rows are transposed: the inner loop runs over gallery rows, which HotSpot
 * turns into vector instructions without touching the order of any one sum. (A loop over dimensions
 * would have to be reordered to be fast.)
 */
public final class Scores {
  /** Gallery rows per tile: with 128 dimensions a tile stays in a core's second-level cache. */
  static final int TILE = 256;

  private Scores() {}

  /** Receives scores as they are made. */
  @FunctionalInterface
  public interface Sink {
    /**
     * One probe against consecutive gallery rows. Called from several threads, but for any one
     * probe by one at a time and in row order.
     *
     * @param probe row of the probe
     * @param first gallery row of {@code scores[0]}
     * @param scores cosines; valid during the call
     */
    void accept(int probe, int first, float[] scores);
  }

  /** The sum of products of two vectors, in the order in which the stream takes it. */
  public static float product(float[] a, float[] b) {
    float sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /**
   * Streams all {@code probes.size() * gallery.size()} scores into {@code sink}.
   *
   * @throws IllegalArgumentException if the dimensions differ
   */
  public static void stream(Rows probes, Rows gallery, Sink sink) {
    if (probes.dimension() != gallery.dimension()) {
      throw new IllegalArgumentException(
          "expected probes and gallery of one dimension, found %d and %d"
              .formatted(probes.dimension(), gallery.dimension()));
    }
    for (int start = 0; start < gallery.size(); start += TILE) {
      int first = start;
      float[][] tile = transpose(gallery, first, Math.min(TILE, gallery.size() - first));
      IntStream.range(0, probes.size())
          .parallel()
          .forEach(probe -> sink.accept(probe, first, cosines(probes.row(probe), tile)));
    }
  }

  /** Rows {@code first..first+count-1} as (dimension, count). */
  private static float[][] transpose(Rows gallery, int first, int count) {
    float[][] tile = new float[gallery.dimension()][count];
    for (int row = 0; row < count; row++) {
      float[] values = gallery.row(first + row);
      for (int k = 0; k < values.length; k++) {
        tile[k][row] = values[k];
      }
    }
    return tile;
  }

  /** Four dimensions a step, so that the sums are loaded and stored a quarter as often. */
  private static float[] cosines(float[] probe, float[][] tile) {
    float[] sums = new float[tile[0].length];
    int k = 0;
    for (; k + 4 <= probe.length; k += 4) {
      addFour(sums, probe, tile, k);
    }
    for (; k < probe.length; k++) {
      addOne(sums, probe[k], tile[k]);
    }
    return sums;
  }

  private static void addFour(float[] sums, float[] probe, float[][] tile, int k) {
    float p0 = probe[k];
    float p1 = probe[k + 1];
    float p2 = probe[k + 2];
    float p3 = probe[k + 3];
    float[] t0 = tile[k];
    float[] t1 = tile[k + 1];
    float[] t2 = tile[k + 2];
    float[] t3 = tile[k + 3];
    for (int row = 0; row < sums.length; row++) {
      sums[row] = sums[row] + p0 * t0[row] + p1 * t1[row] + p2 * t2[row] + p3 * t3[row];
    }
  }

  private static void addOne(float[] sums, float p, float[] t) {
    for (int row = 0; row < sums.length; row++) {
      sums[row] += p * t[row];
    }
  }
}
