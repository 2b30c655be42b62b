package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;
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
   * dimension, which is what the basis takes, and for the trial.
   */
  private static final double WORTH = 800;

  private static final double LEAST = 5e10;

  /** And below which more than the leading directions do. */
  private static final double WORTH_ALL = 3000;

  /** Share of the energy with which leading directions are enough. */
  private static final double ENOUGH = 0.95;

  /**
   * What a row costs, in dimensions, when the last level's bound is asked, and for each of its
   * directions. These costs are generous: a search with bounds must never take longer than one
   * without.
   */
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
    return pays(search, WORTH);
  }

  private static boolean pays(HighScores search, double worth) {
    double dimension = search.probes().dimension();
    double work = dimension * search.probes().size() * search.gallery().size();
    return work > worth * Math.pow(dimension, 3) + LEAST;
  }

  /** The cheapest of all that are tried on a few rows of the gallery. */
  static SearchPlan of(HighScores search, HighScores.Sink sink) {
    return basis(search)
        .map(basis -> of(search, sink, basis))
        .orElseGet(() -> bruteForce(search.probes().size()));
  }

  /** Empty if leading directions are not enough, and the search is too short for all. */
  private static Optional<EnergyBasis> basis(HighScores search) {
    Rows gallery = search.gallery();
    return EnergyBasis.leading(gallery)
        .filter(basis -> basis.energy(basis.size()) >= ENOUGH)
        .or(
            () ->
                pays(search, WORTH_ALL)
                    ? Optional.of(EnergyBasis.ofSample(gallery))
                    : Optional.empty());
  }

  private static SearchPlan of(HighScores search, HighScores.Sink sink, EnergyBasis basis) {
    int[] counts = counts(basis);
    return counts.length == 0
        ? bruteForce(search.probes().size())
        : of(search.kernel(), basis, Trial.of(search, sink, basis, counts));
  }

  /** Of directions, parts of the dimensions: which are worth their price, a trial tells. */
  private static int[] counts(EnergyBasis basis) {
    int dimension = basis.dimension();
    return IntStream.rangeClosed(1, PARTS)
        .map(n -> dimension * n / PARTS)
        .filter(count -> 0 < count && count <= basis.size())
        .toArray();
  }

  private static double comparison(int dimension) {
    return COMPARISON + COMPARISON_PER_DIMENSION * dimension;
  }

  /** The cheapest of all last levels, with the level of each probe that is cheapest with it. */
  static SearchPlan of(Kernel kernel, EnergyBasis basis, Trial trial) {
    int dimension = basis.dimension();
    int probes = trial.left()[0].length;
    SearchPlan plan = bruteForce(probes);
    double least = (double) dimension * probes;
    for (int last = 0; last < trial.counts().length; last++) {
      int[] levels = new int[probes];
      double cost = (double) trial.counts()[last] * dimension;
      for (int i = 0; i < probes; i++) {
        levels[i] = level(trial, i, last, dimension);
        cost += levels[i] > last ? dimension : cost(trial, i, levels[i], last, dimension);
      }
      if (cost < least) {
        least = cost;
        plan = of(kernel, basis, Arrays.copyOf(trial.counts(), last + 1), levels);
      }
    }
    return plan;
  }

  /** The one after the last is that of no bounds. */
  private static int level(Trial trial, int probe, int last, int dimension) {
    int best = last + 1;
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
    return trial.prices()[level]
        + (level == last ? 0 : second * trial.left()[level][probe])
        + comparison(dimension) * trial.left()[last][probe];
  }

  /**
   * A level of few probes joins the next, if there is one. The last stays, even without probes: the
   * others ask its bound.
   */
  private static SearchPlan of(Kernel kernel, EnergyBasis basis, int[] counts, int[] levels) {
    List<int[]> bounded = new ArrayList<>();
    List<Integer> directions = new ArrayList<>();
    int from = 0;
    for (int level = 0; level < counts.length; level++) {
      int[] members = members(levels, from, level);
      if (level == counts.length - 1 || members.length * CROWDS > levels.length) {
        bounded.add(members);
        directions.add(counts[level]);
        from = level + 1;
      }
    }
    return new SearchPlan(
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
