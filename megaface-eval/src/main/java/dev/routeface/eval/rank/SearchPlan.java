package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Seed;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/**
 * Which probes search with bounds, and along how many directions. A probe with a low floor, for
 * instance one with a mate that looks like nobody, would dismiss few rows, and is better compared
 * with all.
 *
 * @param compared probes that are compared in full with every row
 * @param bounded the other probes
 * @param projection what the bounds are made of; empty if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares plans
record SearchPlan(int[] compared, int[] bounded, Optional<Projection> projection) {
  /** Parts of the dimensions: more and more of them are tried until that no longer helps. */
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

  /** What a row costs beside its dimensions, in dimensions, when it is dismissed. */
  private static final double DISMISSAL = 8;

  /** And when it is compared after all, and for each dimension. */
  private static final int COMPARISON = 300;

  private static final int COMPARISON_PER_DIMENSION = 4;

  /** No bounds. */
  static SearchPlan bruteForce(int probes) {
    return new SearchPlan(IntStream.range(0, probes).toArray(), new int[0], Optional.empty());
  }

  /** Whether a search is long enough for a plan to pay. */
  static boolean pays(HighScores search) {
    double dimension = search.probes().dimension();
    double work = dimension * search.probes().size() * search.gallery().size();
    return work > WORTH * Math.pow(dimension, 3) + LEAST;
  }

  /** The cheapest, as tried on a few rows of the gallery. */
  static SearchPlan of(HighScores search, HighScores.Sink sink) {
    EnergyBasis basis = EnergyBasis.ofSample(search.gallery());
    Trial best = Trial.bruteForce(search);
    for (int parts = 1; parts < PARTS; parts++) {
      Trial trial = Trial.of(search, sink, basis, parts);
      if (trial.cost < best.cost) {
        best = trial;
      } else if (best.plan.projection.isPresent()) {
        break;
      }
    }
    return best.plan;
  }

  /** What a plan would cost, in dimensions of one product, for one row of the gallery. */
  private record Trial(SearchPlan plan, double cost) {
    static Trial bruteForce(HighScores search) {
      int probes = search.probes().size();
      return new Trial(
          SearchPlan.bruteForce(probes), (double) probes * search.probes().dimension());
    }

    static Trial of(HighScores search, HighScores.Sink sink, EnergyBasis basis, int parts) {
      int count = Math.max(1, basis.dimension() * parts / PARTS);
      Projection projection = new Projection(search.kernel(), basis, count);
      double[] costs = costs(search, sink, projection);
      int dimension = basis.dimension();
      int[] compared = members(costs, cost -> cost >= dimension);
      int[] bounded = members(costs, cost -> cost < dimension);
      double cost = Arrays.stream(costs).map(c -> Math.min(c, dimension)).sum();
      return new Trial(
          new SearchPlan(compared, bounded, Optional.of(projection)),
          cost + (double) count * dimension);
    }

    private static int[] members(double[] costs, DoublePredicate which) {
      return IntStream.range(0, costs.length).filter(i -> which.test(costs[i])).toArray();
    }
  }

  /** Of each probe, if it were bounded. */
  private static double[] costs(HighScores search, HighScores.Sink sink, Projection projection) {
    Bounded bounded = new Bounded(search, projection, everyone(search));
    double comparison =
        COMPARISON + COMPARISON_PER_DIMENSION * (double) search.probes().dimension();
    double[] costs = new double[search.probes().size()];
    double[] survivors = survivors(search, bounded, sink);
    Arrays.setAll(
        costs,
        i ->
            bounded.trusted(i)
                ? projection.width() + DISMISSAL + comparison * survivors[i]
                : Double.POSITIVE_INFINITY);
    return costs;
  }

  /** The share of all pairs that are not dismissed, tried on a few rows. */
  static double survivors(HighScores search, Projection projection, HighScores.Sink sink) {
    Bounded bounded = new Bounded(search, projection, everyone(search));
    return Arrays.stream(survivors(search, bounded, sink)).average().orElse(0);
  }

  private static int[] everyone(HighScores search) {
    return IntStream.range(0, search.probes().size()).toArray();
  }

  /** The share of rows that are not dismissed, by probe. */
  private static double[] survivors(HighScores search, Bounded bounded, HighScores.Sink sink) {
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
}
