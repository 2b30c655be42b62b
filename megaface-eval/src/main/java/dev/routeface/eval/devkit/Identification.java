package dev.routeface.eval.devkit;

import dev.routeface.eval.rank.ExactRanks;
import dev.routeface.eval.rank.HighScores;
import dev.routeface.eval.rank.Kernel;
import dev.routeface.eval.rank.MateSearch;
import dev.routeface.eval.rank.Metric;
import dev.routeface.eval.rank.Scores;
import dev.routeface.eval.rank.SortedScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * What the devkit's {@code Identification} and {@code FuseResults} find for one distractor list,
 * without their score matrix.
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
  /** Probes whose distractors are the devkit's negatives. */
  static final int NEGATIVE_PROBES = 100;

  private final int distractors;
  private final List<ExactRanks.Pair> pairs;
  private final List<List<BestDistractors.Best>> best;
  private final Verification verification;
  private final long[] traditional;

  private Identification(Pass pass) {
    this.distractors = pass.distractors.size();
    this.pairs = pass.pairs();
    this.best = Arrays.stream(pass.best).map(BestDistractors::list).toList();
    this.verification = pass.negatives.verification();
    Map<Long, Integer> rank = new HashMap<>();
    pairs.forEach(pair -> rank.put(key(pair.probe(), pair.mate()), pair.rank()));
    this.traditional =
        TraditionalCmc.counts(
            pass.probes, distractors, (probe, mate) -> rank.get(key(probe, mate)));
  }

  private static long key(int probe, int mate) {
    return (long) probe << Integer.SIZE | mate;
  }

  /**
   * Compares all probes with all distractors.
   *
   * @throws IllegalArgumentException if the dimensions differ, there is no distractor, or no
   *     identity has two images
   */
  public static Identification of(Probes probes, Features distractors) {
    if (distractors.size() == 0) {
      throw new IllegalArgumentException("expected at least one distractor, found none");
    }
    Pass pass = new Pass(probes, distractors);
    if (pass.negatives.positives.size() == 0) {
      throw new IllegalArgumentException("expected an identity with two images, found none");
    }
    Features features = probes.features();
    Metric metric = features.metric(distractors);
    new HighScores(Kernel.here(), features, distractors, metric).stream(pass);
    int[] few = IntStream.range(0, Math.min(NEGATIVE_PROBES, features.size())).toArray();
    Features first = features.select(few);
    new HighScores(Kernel.here(), first, distractors, first.metric(distractors))
        .bruteForce(pass.negatives);
    return new Identification(pass);
  }

  /** The pass over the distractors that can matter for ranks or for the five best. */
  private static final class Pass implements HighScores.Sink {
    private final Probes probes;
    private final Features distractors;
    private final MateSearch[] searches;
    private final BestDistractors[] best;
    private final Negatives negatives;

    Pass(Probes probes, Features distractors) {
      this.probes = probes;
      this.distractors = distractors;
      this.searches = new MateSearch[probes.features().size()];
      this.best = new BestDistractors[searches.length];
      for (int[] images : probes.members()) {
        for (int probe : images) {
          searches[probe] = MateSearch.of(probe, images, mate -> probes.score(probe, mate));
          best[probe] = new BestDistractors();
        }
      }
      this.negatives = new Negatives(probes);
    }

    @Override
    public void accept(int probe, int first, float[] scores) {
      searches[probe].see(scores);
      best[probe].see(first, scores);
    }

    @Override
    public float floor(int probe) {
      return Math.min(searches[probe].floor(), best[probe].floor());
    }

    @Override
    public boolean alike(int probe, float low, float high) {
      return high < best[probe].floor() && searches[probe].alike(low, high);
    }

    /** By probe, then mate; identity numbers in the devkit's order. */
    List<ExactRanks.Pair> pairs() {
      List<ExactRanks.Pair> pairs = new ArrayList<>();
      List<int[]> members = probes.members();
      for (int id = 0; id < members.size(); id++) {
        for (int probe : members.get(id)) {
          pairs.addAll(searches[probe].pairs(id));
        }
      }
      pairs.sort(Comparator.comparing(ExactRanks.Pair::probe).thenComparing(ExactRanks.Pair::mate));
      return pairs;
    }
  }

  /** Counts negatives between the sorted positives. Safe for use by several threads. */
  private static final class Negatives implements Scores.Sink {
    private final SortedScores positives;

    /** Entry {@code n}: negatives strictly above the {@code n} lowest positives and no more. */
    private final AtomicLongArray above;

    Negatives(Probes probes) {
      List<Float> scores = new ArrayList<>();
      for (int[] images : probes.members()) {
        for (int i = 0; i < images.length; i++) {
          for (int j = i + 1; j < images.length; j++) {
            scores.add(probes.score(images[i], images[j]));
          }
        }
      }
      float[] ascending = new float[scores.size()];
      for (int i = 0; i < ascending.length; i++) {
        ascending[i] = scores.get(i);
      }
      Arrays.sort(ascending);
      this.positives = new SortedScores(ascending);
      this.above = new AtomicLongArray(ascending.length + 1);
    }

    @Override
    public void accept(int probe, int first, float[] scores) {
      for (float score : scores) {
        above.incrementAndGet(positives.below(score));
      }
    }

    Verification verification() {
      long[] counts = new long[positives.size()];
      long sum = 0;
      for (int n = counts.length; n > 0; n--) {
        sum += above.get(n);
        counts[n - 1] = sum;
      }
      return new Verification(counts, sum + above.get(0));
    }
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
