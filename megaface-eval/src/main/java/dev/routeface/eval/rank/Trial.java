package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How many gallery rows bounds leave, by level and probe, tried on a few rows of the gallery.
 *
 * @param counts directions of each level, ascending
 * @param left shares of the rows, (levels, probes); where no bound was tried, that of fewer
 *     directions, which leaves no fewer
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares these
record Trial(int[] counts, double[][] left) {
  /** Gallery rows in a row that are tried, and how often. */
  private static final int SPAN = 256;

  private static final int SPANS = 4;

  /** Whether more directions could still be worth their price to a probe. */
  @FunctionalInterface
  interface Hope {
    /**
     * @param directions that would be tried
     * @param left share of rows that fewer leave
     */
    boolean isLeft(int directions, double left);
  }

  /** More and more directions, for every probe that they could still help. */
  static Trial of(
      HighScores search, HighScores.Sink sink, EnergyBasis basis, int[] counts, Hope hope) {
    double[][] left = new double[counts.length][search.probes().size()];
    for (int level = 0; level < counts.length; level++) {
      Projection projection = new Projection(search.kernel(), basis, counts[level]);
      double[] before = left[Math.max(0, level - 1)];
      if (level == 0) {
        Arrays.fill(before, 1);
      }
      left[level] = before.clone();
      int count = counts[level];
      int[] tried =
          projection.trusted(search.probes()).filter(i -> hope.isLeft(count, before[i])).toArray();
      double[] found = survivors(search, projection, tried, sink);
      for (int i : tried) {
        left[level][i] = found[i];
      }
    }
    return new Trial(counts, left);
  }

  /** The share of all pairs that are not dismissed, tried on a few rows. */
  static double survivors(HighScores search, Projection projection, HighScores.Sink sink) {
    int[] everyone = IntStream.range(0, search.probes().size()).toArray();
    return Arrays.stream(survivors(search, projection, everyone, sink)).average().orElse(0);
  }

  /** The share of rows that are not dismissed, by probe. */
  private static double[] survivors(
      HighScores search, Projection projection, int[] tried, HighScores.Sink sink) {
    double[] shares = new double[search.probes().size()];
    if (tried.length == 0) {
      return shares;
    }
    Bounded bounded = new Bounded(search, projection, new int[][] {tried});
    SplittableRandom random = Seed.of(1).at("trial").random();
    int span = Math.min(SPAN, search.gallery().size());
    Chunks chunks = new Chunks(search.kernel(), search.gallery());
    for (int n = 0; n < SPANS; n++) {
      int first = random.nextInt(search.gallery().size() - span + 1);
      int[] survivors = bounded.survivors(chunks.at(first, span), sink);
      Arrays.setAll(shares, i -> shares[i] + (double) survivors[i] / (SPANS * span));
    }
    return shares;
  }
}
