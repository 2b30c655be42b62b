package dev.routeface.eval.rank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

  /**
   * Work below which making a plan costs more than it saves: multiply-adds, for each cube of the
   * dimension, which is what the basis takes, and for the trials.
   */
  private static final double WORTH = 2000;

  private static final double LEAST = 1.5e11;

  /**
   * What a row costs beside its dimensions, in dimensions, when it is dismissed. These costs are
   * generous: a search with bounds must never take longer than one without.
   */
  private static final double DISMISSAL = 24;

  /** And when the last level's bound is asked, and for each of its directions. */
  private static final double SECOND = 4000;

  private static final double SECOND_PER_DIRECTION = 12;

  /** And when it is compared after all, and for each dimension: it is seldom in a near cache. */
  private static final double COMPARISON = 3000;

  private static final double COMPARISON_PER_DIMENSION = 8;

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

  /** The cheapest of all that are tried on a few rows of the gallery. */
  static SearchPlan of(HighScores search, HighScores.Sink sink) {
    EnergyBasis basis = EnergyBasis.ofSample(search.gallery());
    int dimension = basis.dimension();
    int[] counts =
        IntStream.range(1, PARTS).map(n -> dimension * n / PARTS).filter(n -> n > 0).toArray();
    double limit = WORTHWHILE * dimension;
    Trial trial =
        Trial.of(
            search,
            sink,
            basis,
            counts,
            (count, left) -> count + DISMISSAL < limit && left * comparison(dimension) > 1);
    return of(search.kernel(), basis, counts, levels(trial, dimension));
  }

  private static double comparison(int dimension) {
    return COMPARISON + COMPARISON_PER_DIMENSION * dimension;
  }

  /**
   * The level of each probe that is cheapest, with the last level that is cheapest for all. That of
   * no bounds comes last.
   */
  private static int[] levels(Trial trial, int dimension) {
    int none = trial.counts().length;
    int probes = trial.left()[0].length;
    int[] levels = new int[probes];
    Arrays.fill(levels, none);
    double least = (double) dimension * probes;
    for (int last = 0; last < none; last++) {
      double cost = (double) trial.counts()[last] * dimension;
      int[] some = new int[probes];
      for (int i = 0; i < probes; i++) {
        some[i] = level(trial, i, last, dimension);
        cost += some[i] == none ? dimension : cost(trial, i, some[i], last, dimension);
      }
      if (cost < least) {
        least = cost;
        levels = some;
      }
    }
    return levels;
  }

  private static int level(Trial trial, int probe, int last, int dimension) {
    int best = trial.counts().length;
    double least = WORTHWHILE * dimension;
    for (int level = 0; level <= last; level++) {
      double cost = cost(trial, probe, level, last, dimension);
      if (cost < least) {
        least = cost;
        best = level;
      }
    }
    return best;
  }

  /** Of one row, in dimensions. */
  private static double cost(Trial trial, int probe, int level, int last, int dimension) {
    double second = SECOND + SECOND_PER_DIRECTION * trial.counts()[last];
    return trial.counts()[level]
        + DISMISSAL
        + (level == last ? 0 : second * trial.left()[level][probe])
        + comparison(dimension) * trial.left()[last][probe];
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
