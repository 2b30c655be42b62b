package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Products of every probe with every gallery row, streamed in tiles that never leave a core's
 * cache: no score matrix is ever held.
 *
 * <p>Each product is that of {@link Rows#product}, bit for bit, so that equal vectors tie exactly
 * and neither tile nor thread nor {@link Kernel} can change a rank.
 */
public final class Scores {
  /** Gallery rows per tile: with 512 dimensions a tile takes half a core's second-level cache. */
  static final int TILE = 256;

  /** Gallery rows that are packed at once: enough to keep all threads busy until the next. */
  static final int CHUNK = 16 * TILE;

  /** Shares of the probes that a chunk is handed out in: a late thread delays the others less. */
  static final int SHARES = 16;

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
     * @param scores products; valid during the call, and free to be written over
     */
    void accept(int probe, int first, float[] scores);
  }

  /**
   * Streams all {@code probes.size() * gallery.size()} scores into {@code sink}.
   *
   * @throws IllegalArgumentException if the dimensions differ
   */
  public static void stream(Rows probes, Rows gallery, Sink sink) {
    stream(Kernel.here(), probes, gallery, sink);
  }

  /** The same with a kernel of one's choice. */
  public static void stream(Kernel kernel, Rows probes, Rows gallery, Sink sink) {
    requireOneDimension(probes, gallery);
    float[][] blocks = Packed.of(Matrix.of(probes, 0, probes.size()), Kernel.PROBES);
    Chunks chunks = new Chunks(kernel, gallery);
    for (int first = 0; first < gallery.size(); first += CHUNK) {
      int count = Math.min(CHUNK, gallery.size() - first);
      chunks.at(first, count).chunk().stream(blocks, probes.size(), sink);
    }
  }

  static void requireOneDimension(Rows probes, Rows gallery) {
    if (probes.dimension() != gallery.dimension()) {
      throw new IllegalArgumentException(
          "expected probes and gallery of one dimension, found %d and %d"
              .formatted(probes.dimension(), gallery.dimension()));
    }
  }

  /** Packed gallery rows {@code first..first+count-1}. */
  record Chunk(Kernel kernel, float[][] panels, int first, int count) {
    /** All probes, in shares of whole blocks. */
    void stream(float[][] blocks, int probes, Sink sink) {
      stream(SHARES, blocks, probes, sink);
    }

    /** The same in so many shares. */
    void stream(int shares, float[][] blocks, int probes, Sink sink) {
      IntStream.range(0, shares)
          .parallel()
          .forEach(
              share -> {
                int from = share * blocks.length / shares;
                int to = (share + 1) * blocks.length / shares;
                new Share(this, from, to, probes, sink).stream(blocks);
              });
    }
  }

  /** Some blocks of the probes against a chunk, tile by tile: one stays in cache meanwhile. */
  private record Share(Chunk chunk, int from, int to, int probes, Sink sink) {
    void stream(float[][] blocks) {
      float[][] scores = new float[Kernel.PROBES][TILE];
      for (int start = 0; start < chunk.count() && from < to; start += TILE) {
        tile(blocks, start, scores);
      }
    }

    private void tile(float[][] blocks, int start, float[][] scores) {
      int width = chunk.kernel().width();
      int count = Math.min(TILE, chunk.count() - start);
      for (int block = from; block < to; block++) {
        for (int row = 0; row < count; row += width) {
          float[] panel = chunk.panels()[(start + row) / width];
          chunk.kernel().products(blocks[block], panel, scores, row);
        }
        deliver(block * Kernel.PROBES, start, count, scores);
      }
    }

    /** Scores with the zeros that fill the last panel and the last block are left behind. */
    private void deliver(int firstProbe, int start, int count, float[][] scores) {
      int last = Math.min(probes, firstProbe + Kernel.PROBES);
      for (int probe = firstProbe; probe < last; probe++) {
        float[] all = scores[probe - firstProbe];
        sink.accept(probe, chunk.first() + start, count == TILE ? all : Arrays.copyOf(all, count));
      }
    }
  }
}
