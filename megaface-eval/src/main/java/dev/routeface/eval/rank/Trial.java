package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How many gallery rows bounds leave, by level and probe, tried on a few rows of the gallery.
 *
 * @param counts directions of each level, ascending
 * @param left shares of the rows, (levels, probes)
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares these
record Trial(int[] counts, double[][] left) {
  /** Gallery rows in a row that are tried, and how often. */
  private static final int SPAN = 256;

  private static final int SPANS = 4;

  /** Every probe on every level. */
  static Trial of(HighScores search, HighScores.Sink sink, EnergyBasis basis, int... counts) {
    Projection projection = new Projection(search.kernel(), basis, counts);
    Projection.Projected probes = projection.probes(Matrix.of(search.probes()));
    int[] rows = rows(search.gallery().size());
    Projection.Room gallery = gallery(search, projection, rows);
    int[][] left = new int[counts.length][search.probes().size()];
    for (int level = 0; level < counts.length; level++) {
      int[] here = left[level];
      new Scores.Chunk(search.kernel(), gallery.levels()[level], 0, rows.length)
          .stream(
              probes.room().levels()[level],
              here.length,
              (i, first, bounds) ->
                  here[i] +=
                      projection.trusts(probes.lengths()[i])
                          ? left(search, i, sink.floor(i), bounds)
                          : bounds.length);
    }
    return new Trial(counts, shares(left, rows.length));
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

  /** How many bounds are above what the floor asks for. */
  private static int left(HighScores search, int probe, float floor, float[] bounds) {
    double error = Projection.relativeError(search.probes().dimension());
    float least = search.metric().least(probe, floor, error);
    int[] above = new int[1];
    search.kernel().countAbove(bounds, new float[] {least}, above);
    return above[0];
  }

  private static double[][] shares(int[][] left, double rows) {
    return Arrays.stream(left)
        .map(level -> Arrays.stream(level).mapToDouble(count -> count / rows).toArray())
        .toArray(double[][]::new);
  }
}
