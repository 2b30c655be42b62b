package dev.routeface.eval.rank;

import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rank of every mate among the distractors, exactly, as MegaFace counts it
 * (Kemelmacher-Shlizerman et al., CVPR 2016): for every ordered pair of images of one person, probe
 * {@code i} and mate {@code j}, the gallery is all distractors plus the mate alone, and
 *
 * <pre>rank(i, j) = #{ distractors d : cosine(i, d) &gt; cosine(i, j) }</pre>
 *
 * <p>0 is best; a tie favours the mate. A person with one image has no pair. The devkit scores by
 * minus the squared distance, {@code 2 cos - 2} for unit vectors: the same order.
 *
 * @param distractors how many faces each mate competes with
 * @param identities one more than the highest identity number of the probes
 * @param pairs all ordered pairs, by probe, then mate
 */
public record ExactRanks(int distractors, int identities, List<Pair> pairs) {
  /**
   * One search.
   *
   * @param rank distractors strictly above the mate, {@code 0..distractors}
   */
  public record Pair(int identity, int probe, int mate, int rank) {}

  public ExactRanks {
    pairs = List.copyOf(pairs);
  }

  /**
   * Searches for every mate of every probe.
   *
   * @param identity identity number of each probe, {@code 0..}
   * @throws IllegalArgumentException if there is no distractor, an identity is missing, or the
   *     dimensions differ
   */
  public static ExactRanks of(UnitVectors probes, int[] identity, UnitVectors distractors) {
    if (identity.length != probes.size() || distractors.size() == 0) {
      throw new IllegalArgumentException(
          "expected an identity for each of %d probes and at least one distractor, found %d and %d"
              .formatted(probes.size(), identity.length, distractors.size()));
    }
    int identities = Arrays.stream(identity).max().orElse(-1) + 1;
    int[][] members = members(identity, identities);
    MateSearch[] searches = new MateSearch[probes.size()];
    Arrays.setAll(
        searches, i -> MateSearch.of(i, members[identity[i]], mate -> probes.cosine(i, mate)));
    new HighScores(Kernel.here(), probes, distractors, new Metric.Cosine())
        .stream(new Searches(searches));
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < searches.length; i++) {
      pairs.addAll(searches[i].pairs(identity[i]));
    }
    return new ExactRanks(distractors.size(), identities, pairs);
  }

  /** Scores below every mate of a probe are no distractor's that counts. */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares these
  private record Searches(MateSearch[] of) implements HighScores.Sink {
    @Override
    public void accept(int probe, int first, float[] scores) {
      of[probe].see(scores);
    }

    @Override
    public float floor(int probe) {
      return of[probe].floor();
    }

    @Override
    public boolean alike(int probe, float low, float high) {
      return of[probe].alike(low, high);
    }
  }

  /** Images of each identity, in order. */
  private static int[][] members(int[] identity, int identities) {
    List<List<Integer>> members = new ArrayList<>();
    IntStream.range(0, identities).forEach(id -> members.add(new ArrayList<>()));
    IntStream.range(0, identity.length).forEach(i -> members.get(identity[i]).add(i));
    return members.stream()
        .map(images -> images.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }
}
