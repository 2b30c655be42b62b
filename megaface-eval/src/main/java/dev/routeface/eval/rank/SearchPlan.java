package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which probes search with bounds, and along how many directions each. The higher a probe's floor,
 * the fewer are enough; one with a low floor, for instance with a mate that looks like nobody,
 * would dismiss few rows with all of them, and is better compared with all.
 *
 * @param compared probes that are compared in full with every row
 * @param bounded the other probes, by level of the projection
 * @param projection what the bounds are made of; empty if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares plans
record SearchPlan(int[] compared, int[][] bounded, Optional<Projection> projection) {
  /** Parts of the dimensions that are tried. */
  private static final int PARTS = 16;

  /** Gallery rows in a row that are tried, and how often. */
  private static final int SPAN = 256;

  private static final int SPANS = 4;

  /**
   * Work below which making a plan costs more than it saves: multiply-adds, for each cube of the
   * dimension, which is what the basis takes, and for the trials.
   */
  private static final double WORTH = 2000;

  private static final double LEAST = 2e10;

  /**
   * What a row costs beside its dimensions, in dimensions, when it is dismissed. These costs are
   * generous: a search with bounds must never take longer than one without.
   */
  private static final double DISMISSAL = 24;

  /** And when it is compared after all, and for each dimension: it is seldom in a near cache. */
  private static final int COMPARISON = 3000;

  private static final int COMPARISON_PER_DIMENSION = 8;

  /** A probe has bounds if they cost less than this share of its dimensions. */
  private static final double WORTHWHILE = 0.7;

  /** Levels at most, and one: each has panels of its own, which many probes have to share. */
  private static final int CROWDS = 12;

  /** No bounds. */
  static SearchPlan bruteForce(int probes) {
    return new SearchPlan(IntStream.range(0, probes).toArray(), new int[0][], Optional.empty());
  }

  /** Whether a search is long enough for a plan to pay. */
  static boolean pays(HighScores search) {
    double dimension = search.probes().dimension();
    double work = dimension * search.probes().size() * search.gallery().size();
    return work > WORTH * Math.pow(dimension, 3) + LEAST;
  }

  /** The cheapest for each probe, as tried on a few rows of the gallery. */
  static SearchPlan of(HighScores search, HighScores.Sink sink) {
    EnergyBasis basis = EnergyBasis.ofSample(search.gallery());
    int dimension = basis.dimension();
    int[] counts =
        IntStream.range(1, PARTS).map(n -> dimension * n / PARTS).filter(n -> n > 0).toArray();
    int[] levels = levels(search, sink, basis, counts);
    return of(search.kernel(), basis, counts, levels);
  }

  /**
   * The cheapest level of each probe, that of no bounds coming last. More directions are tried only
   * for those whose bounds would not alone cost more than what is best so far.
   */
  private static int[] levels(
      HighScores search, HighScores.Sink sink, EnergyBasis basis, int[] counts) {
    int probes = search.probes().size();
    double dimension = basis.dimension();
    double comparison = COMPARISON + COMPARISON_PER_DIMENSION * dimension;
    double[] best = new double[probes];
    Arrays.fill(best, WORTHWHILE * dimension);
    int[] levels = new int[probes];
    Arrays.fill(levels, counts.length);
    for (int level = 0; level < counts.length; level++) {
      Projection projection = new Projection(search.kernel(), basis, counts[level]);
      double dismissal = counts[level] + DISMISSAL;
      int[] tried = projection.trusted(search.probes()).filter(i -> dismissal < best[i]).toArray();
      if (tried.length == 0) {
        break;
      }
      double[] survivors = survivors(search, projection, tried, sink);
      for (int i : tried) {
        double cost = dismissal + comparison * survivors[i];
        levels[i] = cost < best[i] ? level : levels[i];
        best[i] = Math.min(cost, best[i]);
      }
    }
    return levels;
  }

  /** A level of few probes joins the next, if there is one. */
  private static SearchPlan of(Kernel kernel, EnergyBasis basis, int[] counts, int[] levels) {
    int last = Arrays.stream(levels).filter(level -> level < counts.length).max().orElse(-1);
    List<int[]> bounded = new ArrayList<>();
    List<Integer> directions = new ArrayList<>();
    int from = 0;
    for (int level = 0; level <= last; level++) {
      int[] members = members(levels, from, level);
      if (level == last || members.length * CROWDS > levels.length) {
        bounded.add(members);
        directions.add(counts[level]);
        from = level + 1;
      }
    }
    return bounded.isEmpty()
        ? bruteForce(levels.length)
        : new SearchPlan(
            members(levels, counts.length, counts.length),
            bounded.toArray(int[][]::new),
            Optional.of(new Projection(kernel, basis, ints(directions))));
  }

  private static int[] members(int[] levels, int from, int to) {
    return IntStream.range(0, levels.length)
        .filter(i -> from <= levels[i] && levels[i] <= to)
        .toArray();
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The share of all pairs that are not dismissed, tried on a few rows. */
  static double survivors(HighScores search, Projection projection, HighScores.Sink sink) {
    int[] everyone = IntStream.range(0, search.probes().size()).toArray();
    return Arrays.stream(survivors(search, projection, everyone, sink)).average().orElse(0);
  }

  /** The share of rows that are not dismissed, by probe. */
  private static double[] survivors(
      HighScores search, Projection projection, int[] tried, HighScores.Sink sink) {
    Bounded bounded = new Bounded(search, projection, new int[][] {tried});
    double[] shares = new double[search.probes().size()];
    SplittableRandom random = Seed.of(1).at("trial").random();
    int span = Math.min(SPAN, search.gallery().size());
    for (int n = 0; n < SPANS; n++) {
      int first = random.nextInt(search.gallery().size() - span + 1);
      int[] survivors = bounded.survivors(search.part(first, span), sink);
      Arrays.setAll(shares, i -> shares[i] + (double) survivors[i] / (SPANS * span));
    }
    return shares;
  }

  /** Directions of the bounds of one probe, on average; 0 if there are none. */
  int directions() {
    int probes = Arrays.stream(bounded).mapToInt(level -> level.length).sum();
    int sum =
        IntStream.range(0, bounded.length)
            .map(n -> bounded[n].length * projection.orElseThrow().counts()[n])
            .sum();
    return probes == 0 ? 0 : Math.round((float) sum / probes);
  }
}
