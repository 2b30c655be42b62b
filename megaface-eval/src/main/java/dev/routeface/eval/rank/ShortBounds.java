package dev.routeface.eval.rank;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Bounds in whole numbers of 16 bits: a little higher than those in floats, in half the time. */
final class ShortBounds implements Bounds {
  /** Shorts that are multiplied in the time of a float, in vectors of 512 bits. */
  private static final double FASTER = 1.72;

  /** What a row costs beside its directions. */
  private static final double DISMISSAL = 19;

  private final Kernel kernel;
  private final Quantised probes;

  /** For the rows that are asked about. */
  private Quantised rows;

  /**
   * @param probes that are sound
   */
  ShortBounds(Kernel kernel, Quantised probes) {
    this.kernel = kernel;
    this.probes = probes;
    this.rows = new Quantised(0, 0, kernel.shortWidth());
  }

  @Override
  public void stream(float[][] panels, int count, int shares, Asker asker) {
    if (rows.vectors() != count) {
      int numbers = panels[0].length / kernel.width();
      rows = new Quantised(count, numbers, kernel.shortWidth());
    }
    rows.takeRows(panels, kernel.width());
    int blocks = probes.panels().length;
    IntStream.range(0, shares)
        .parallel()
        .forEach(n -> new Share(n * blocks / shares, (n + 1) * blocks / shares, asker).stream());
  }

  /** Some blocks of the probes against all rows, tile by tile: one stays in cache meanwhile. */
  private final class Share {
    private final int from;
    private final int to;
    private final Asker asker;
    private final short[][] bounds = new short[Kernel.PROBES][Scores.TILE];

    Share(int from, int to, Asker asker) {
      this.from = from;
      this.to = to;
      this.asker = asker;
    }

    void stream() {
      for (int start = 0; start < rows.vectors(); start += Scores.TILE) {
        int count = Math.min(Scores.TILE, rows.vectors() - start);
        for (int block = from; block < to; block++) {
          tile(block, start, count);
        }
      }
    }

    private void tile(int block, int start, int count) {
      int width = kernel.shortWidth();
      for (int row = 0; row < count; row += width) {
        short[] panel = rows.panels()[(start + row) / width];
        kernel.products(probes.panels()[block], panel, bounds, row);
      }
      int first = block * Kernel.PROBES;
      int last = Math.min(probes.vectors(), first + Kernel.PROBES);
      for (int member = first; member < last; member++) {
        short[] all = bounds[member - first];
        ask(member, start, count == all.length ? all : Arrays.copyOf(all, count));
      }
    }

    private void ask(int member, int start, short[] some) {
      float least = asker.least(member);
      Left left = Left.own();
      left.select(kernel, some, probes.least(member, least), start);
      if (left.count() > 0) {
        asker.accept(member, least, left);
      }
    }
  }

  @Override
  public double price(int directions) {
    return directions / FASTER + DISMISSAL;
  }
}
