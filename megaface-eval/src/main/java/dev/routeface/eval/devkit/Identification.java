package dev.routeface.eval.devkit;

import dev.routeface.eval.rank.ExactRanks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * What the devkit's {@code Identification} and {@code FuseResults} find for one distractor list.
 *
 * <ul>
 *   <li>Ranks: every ordered pair of images of one identity, the gallery being all distractors and
 *       the mate alone; distractors strictly above, ties favour the mate.
 *   <li>Verification: unordered pairs of one identity against the distractors of the first 100
 *       probes, and no others (for FaceScrub these are three people).
 *   <li>The five best distractors of every probe.
 *   <li>The traditional curve, see {@link TraditionalCmc}.
 * </ul>
 */
public final class Identification {
  private static final Comparator<ExactRanks.Pair> ORDER =
      Comparator.comparingInt(ExactRanks.Pair::probe).thenComparingInt(ExactRanks.Pair::mate);

  private final int distractors;
  private final List<ExactRanks.Pair> pairs;
  private final List<List<BestDistractors.Best>> best;
  private final Verification verification;
  private final long[] traditional;
  private final List<Probes.Positive> positives;
  private final Threshold first;
  private final Threshold all;

  /**
   * The threshold that goes with a false positive rate: pairs of its score or above are accepted,
   * and at most that share of the negatives is strictly above.
   *
   * @param negatives how many there are
   * @param highest their highest scores, descending
   */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares these
  public record Threshold(long negatives, float[] highest) {
    /**
     * The score of the first negative that is not among the accepted ones.
     *
     * @param fpr at most {@value Counts#MAX_FPR}
     * @throws IllegalArgumentException if it is above, or if more than 16 million false positives
     *     go with it
     */
    public float at(double fpr) {
      if (!(fpr >= 0 && fpr <= Counts.MAX_FPR)) {
        throw new IllegalArgumentException(
            "expected a false positive rate up to %s, found %s".formatted(Counts.MAX_FPR, fpr));
      }
      return above((long) Math.floor(fpr * negatives));
    }

    /** The score that so many negatives are strictly above at most. */
    float above(long falsePositives) {
      if (falsePositives >= highest.length && highest.length < negatives) {
        throw new IllegalArgumentException(
            "expected fewer than %d false positives of %d negatives, found %d"
                .formatted(highest.length, negatives, falsePositives));
      }
      return falsePositives < highest.length
          ? highest[(int) falsePositives]
          : Float.NEGATIVE_INFINITY;
    }
  }

  /**
   * @param counts of all distractors of the list
   */
  Identification(Searches searches, Counts counts) {
    this.distractors = counts.distractors();
    this.pairs = pairs(searches, counts);
    this.best = counts.best();
    this.verification = counts.verification();
    this.positives = searches.positives();
    this.first =
        new Threshold(
            (long) Experiment.negativeProbes(searches.probes()) * distractors,
            counts.first().highest());
    this.all = new Threshold((long) best.size() * distractors, counts.all().highest());
    this.traditional = searches.traditional().counts(distractors, this::rank);
  }

  private int rank(int probe, int mate) {
    ExactRanks.Pair sought = new ExactRanks.Pair(0, probe, mate, 0);
    return pairs.get(Collections.binarySearch(pairs, sought, ORDER)).rank();
  }

  /** By probe, then mate; identity numbers in the devkit's order. */
  private static List<ExactRanks.Pair> pairs(Searches searches, Counts counts) {
    int[] identity = searches.probes().identities();
    List<ExactRanks.Pair> pairs = new ArrayList<>();
    for (int probe = 0; probe < identity.length; probe++) {
      pairs.addAll(searches.ofMates()[probe].pairs(identity[probe], counts.above(probe)));
    }
    return pairs;
  }

  /** Distractors compared. */
  public int distractors() {
    return distractors;
  }

  /** All ordered pairs with their ranks, by probe, then mate. */
  public List<ExactRanks.Pair> pairs() {
    return pairs;
  }

  /** The five best distractors of a probe, best first. */
  List<BestDistractors.Best> best(int probe) {
    return best.get(probe);
  }

  /** Images that searched. */
  int probes() {
    return best.size();
  }

  public Verification verification() {
    return verification;
  }

  /** Every unordered pair of one identity once. */
  public List<Probes.Positive> positives() {
    return positives;
  }

  /** Thresholds against the devkit's negatives, the distractors of its first probes. */
  public Threshold first() {
    return first;
  }

  /** Thresholds against the distractors of all probes. */
  public Threshold all() {
    return all;
  }

  /** Share of searches whose mate stands at {@code rank}, 0-based, or better: not thinned. */
  public double hits(int rank) {
    return (double) pairs.stream().filter(pair -> pair.rank() <= rank).count() / pairs.size();
  }

  /** Searches by rank, {@code distractors + 1} entries. */
  long[] counts() {
    long[] counts = new long[distractors + 1];
    pairs.forEach(pair -> counts[pair.rank()]++);
    return counts;
  }

  /** Searches of the traditional galleries by rank. */
  long[] traditional() {
    return traditional;
  }
}
