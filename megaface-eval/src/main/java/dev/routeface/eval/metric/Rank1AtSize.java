package dev.routeface.eval.metric;

import dev.routeface.eval.rank.ExactRanks;

/**
 * Rank-1 identification rate against {@code N} distractors, as its exact expectation over all
 * {@code N}-subsets of the {@code D} distractors there are. No subset is drawn, so there is no
 * subset noise, and the rate can only fall as {@code N} grows.
 *
 * <p>A mate with {@code r} distractors above it stands first exactly when the subset holds none of
 * them: {@code C(D - r, N) / C(D, N)}, the hypergeometric probability of no draw among {@code r}.
 * At {@code N = D} this is the plain rate of rank 0. (The MegaFace devkit draws one list per size,
 * independent of the others, and reports that list's rate.)
 */
public final class Rank1AtSize {
  private Rank1AtSize() {}

  /**
   * Expected hits of each person.
   *
   * @param size distractors in the gallery, {@code 1..ranks.distractors()}
   */
  public static PerIdentity of(ExactRanks ranks, int size) {
    double[] chance = chances(ranks.distractors(), size);
    PerIdentity.Tally tally = new PerIdentity.Tally(ranks.identities());
    for (ExactRanks.Pair pair : ranks.pairs()) {
      tally.add(pair.identity(), chance[pair.rank()]);
    }
    return tally.done();
  }

  /**
   * Entry {@code r} is the chance that {@code size} of {@code all} distractors avoid {@code r}
   * given ones. From one {@code r} to the next the ratio of binomials gains the factor {@code (all
   * - size - r) / (all - r)}, so the table is one running product and needs no factorials.
   */
  static double[] chances(int all, int size) {
    if (size < 1 || size > all) {
      throw new IllegalArgumentException(
          "expected a gallery of 1 to %d distractors, found %d".formatted(all, size));
    }
    double[] chance = new double[all + 1];
    chance[0] = 1;
    for (int r = 0; r < all - size; r++) {
      chance[r + 1] = chance[r] * (all - size - r) / (all - r);
    }
    return chance;
  }
}
