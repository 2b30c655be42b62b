package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How many gallery rows bounds leave, by level and probe, tried on a few rows of the gallery.
 *
 * @param counts directions of each level, ascending
 * @param prices what a dismissed row costs, by level; see {@link Bounds#price}
 * @param left shares of the rows, (levels, probes)
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares these
record Trial(int[] counts, double[] prices, double[][] left) {
  /** Gallery rows in a row that are tried, and how often. */
  private static final int SPAN = 256;

  private static final int SPANS = 4;

  /** Every probe on every level. */
  static Trial of(HighScores search, HighScores.Sink sink, EnergyBasis basis, int... counts) {
    Projection projection = new Projection(search.kernel(), basis, counts);
    Projection.Projected probes = projection.probes(Matrix.of(search.probes()));
    int[] rows = rows(search.gallery().size());
    Projection.Room gallery = gallery(search, projection, rows);
    double[] prices = new double[counts.length];
    int[][] left = new int[counts.length][probes.lengths().length];
    for (int level = 0; level < counts.length; level++) {
      Bounds bounds = Bounds.of(search, probes.room().levels()[level], probes.lengths().length);
      prices[level] = bounds.price(counts[level]);
      Asking asking = new Asking(search, sink, left[level]);
      bounds.stream(gallery.levels()[level], rows.length, Scores.SHARES, asking);
    }
    IntStream.range(0, probes.lengths().length)
        .filter(i -> !projection.trusts(probes.lengths()[i]))
        .forEach(i -> Arrays.stream(left).forEach(level -> level[i] = rows.length));
    return new Trial(counts, prices, shares(left, rows.length));
  }

  private static int[] rows(int size) {
    SplittableRandom random = Seed.of(1).at("trial").random();
    int span = Math.min(SPAN, size);
    return random
        .ints(SPANS, 0, size - span + 1)
        .flatMap(first -> IntStream.range(first, first + span))
        .toArray();
  }

  private static Projection.Room gallery(HighScores search, Projection projection, int[] rows) {
    float[][] panels = Packed.of(Matrix.of(search.gallery(), rows), search.kernel().width());
    float[] addends = new float[rows.length];
    double error = Projection.relativeError(search.probes().dimension());
    for (int i = 0; i < rows.length; i++) {
      addends[i] = search.metric().addend(rows[i], error);
    }
    Projection.Room room = projection.room(rows.length, search.kernel().width());
    projection.project(panels, projection.lengths(panels, rows.length), addends, room);
    return room;
  }

  /** Counts what one level leaves. */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares these
  private record Asking(HighScores search, HighScores.Sink sink, int[] counts)
      implements Bounds.Asker {
    @Override
    public float least(int probe) {
      double error = Projection.relativeError(search.probes().dimension());
      return search.metric().least(probe, sink.floor(probe), error);
    }

    @Override
    public void accept(int probe, float least, Left left) {
      counts[probe] += left.count();
    }
  }

  private static double[][] shares(int[][] left, double rows) {
    return Arrays.stream(left)
        .map(level -> Arrays.stream(level).mapToDouble(count -> count / rows).toArray())
        .toArray(double[][]::new);
  }
}
