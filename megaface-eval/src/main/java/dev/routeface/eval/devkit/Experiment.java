package dev.routeface.eval.devkit;

import dev.routeface.eval.rank.HighScores;
import dev.routeface.eval.rank.Kernel;
import dev.routeface.eval.rank.MateSearch;
import dev.routeface.eval.rank.Selection;
import dev.routeface.sdk.math.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the devkit's {@code Identification} and {@code FuseResults} do, for several lists of
 * distractors at once: every distractor meets the probes once, and no score matrix is held.
 */
public final class Experiment {
  /** Probes whose distractors are the devkit's negatives. */
  private static final int NEGATIVE_PROBES = 100;

  private final Probes probes;
  private final Placement placement;
  private final MateSearch[] searches;
  private final Negatives negatives;
  private final List<Counts> counts = new ArrayList<>();

  private Experiment(Probes probes, Placement placement) {
    this.probes = probes;
    this.placement = placement;
    this.searches = searches(probes);
    this.negatives = new Negatives(probes);
    for (int list = 0; list < placement.size(); list++) {
      counts.add(new Counts(probes, negatives.positives(), placement.size(list)));
    }
  }

  /** Every probe's search for its mates. */
  static MateSearch[] searches(Probes probes) {
    MateSearch[] searches = new MateSearch[probes.features().size()];
    for (int[] images : probes.members()) {
      for (int probe : images) {
        searches[probe] = MateSearch.of(probe, images, mate -> probes.score(probe, mate));
      }
    }
    return searches;
  }

  /** What compares here, for provenance. */
  public static String kernel() {
    return Kernel.here().name();
  }

  /** How many probes give negatives in the devkit. */
  static int negativeProbes(Probes probes) {
    return Math.min(NEGATIVE_PROBES, probes.features().size());
  }

  /**
   * Compares all probes with all distractors.
   *
   * @param distractors a row for each path of the galleries
   * @return what was found for each list, in their order
   * @throws IllegalArgumentException if the dimensions differ or no identity has two images
   */
  public static List<Identification> run(
      Probes probes, Galleries galleries, Features distractors, Progress progress) {
    return count(probes, galleries.placement(), distractors, progress).identifications(probes);
  }

  /**
   * Compares all probes with some of the distractors, anywhere.
   *
   * @param placement of the rows of {@code distractors}
   * @throws IllegalArgumentException if the dimensions differ or no identity has two images
   */
  public static PartialCounts count(
      Probes probes, Placement placement, Features distractors, Progress progress) {
    Experiment experiment = new Experiment(probes, placement);
    if (experiment.negatives.positives() == 0) {
      throw new IllegalArgumentException("expected an identity with two images, found none");
    }
    try (Progress.Task task = progress.start("comparing", distractors.size())) {
      for (Placement.Group group : placement.groups()) {
        experiment.see(group, distractors.select(placement.rows(group)), task);
      }
    }
    return new PartialCounts(experiment.counts);
  }

  private void see(Placement.Group group, Features rows, Progress.Task task) {
    new Pass(group, task).over(rows);
    int[][] above = Arrays.stream(searches).map(MateSearch::drain).toArray(int[][]::new);
    long[] between = negatives.drain();
    group.lists().forEach(list -> counts.get(list).add(rows.size(), above, between));
  }

  /** What can matter to a list of the group. */
  private final class Pass implements HighScores.Sink {
    private final Placement.Group group;
    private final Progress.Task task;

    Pass(Placement.Group group, Progress.Task task) {
      this.group = group;
      this.task = task;
    }

    @Override
    public void passed(int rows) {
      task.stepBy(rows);
    }

    /** The devkit's negatives are few enough to look at each. */
    void over(Features rows) {
      Features all = probes.features();
      new HighScores(Kernel.here(), all, rows, all.metric(rows)).stream(this);
      Features first = all.select(IntStream.range(0, negativeProbes(probes)).toArray());
      new HighScores(Kernel.here(), first, rows, first.metric(rows))
          .bruteForce((probe, row, scores) -> seeNegatives(scores));
    }

    private void seeNegatives(float[] scores) {
      negatives.see(scores);
      group.lists().forEach(list -> counts.get(list).first().see(scores));
    }

    @Override
    public void accept(int probe, int first, float[] scores) {
      searches[probe].see(scores);
      for (int list : group.lists()) {
        seeBest(list, probe, group.from() + first, scores);
        counts.get(list).all().see(scores);
      }
    }

    private void seeBest(int list, int probe, int first, float[] scores) {
      BestDistractors best = counts.get(list).best(probe);
      Selection high = Selection.of(scores, best.floor());
      for (int n = 0; n < high.size(); n++) {
        best.see(placement.place(list, first + high.index(n)), scores[high.index(n)]);
      }
    }

    @Override
    public float floor(int probe) {
      return Math.min(searches[probe].floor(), floorOfLists(probe));
    }

    /** Every score from here up is worth its exact value. */
    private float floorOfLists(int probe) {
      float floor = Float.POSITIVE_INFINITY;
      for (int list : group.lists()) {
        floor = Math.min(floor, counts.get(list).best(probe).floor());
        floor = Math.min(floor, counts.get(list).all().floor());
      }
      return floor;
    }

    @Override
    public boolean alike(int probe, float low, float high) {
      return high < floorOfLists(probe) && searches[probe].alike(low, high);
    }
  }
}
