package dev.routeface.eval.rank;

import dev.routeface.sdk.math.UnitVectors;
import java.util.Arrays;
import java.util.List;

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
    return across(probes, probes, identity, distractors);
  }

  /**
   * The same in a gallery that another model enrolled.
   *
   * @param enrolled the same images as the probes, in their order, as the gallery's model has them
   * @param distractors as the gallery's model has them
   * @throws IllegalArgumentException as {@link #of}
   */
  public static ExactRanks across(
      UnitVectors probes, UnitVectors enrolled, int[] identity, UnitVectors distractors) {
    if (identity.length != probes.size() || distractors.size() == 0) {
      throw new IllegalArgumentException(
          "expected an identity for each of %d probes and at least one distractor, found %d and %d"
              .formatted(probes.size(), identity.length, distractors.size()));
    }
    int identities = Arrays.stream(identity).max().orElse(-1) + 1;
    MateSearches searches = MateSearches.of(probes, enrolled, identity);
    new HighScores(Kernel.here(), probes, distractors, new Metric.Cosine()).stream(searches);
    return new ExactRanks(distractors.size(), identities, searches.pairs(identity));
  }
}
