package dev.routeface.eval.metric;

/** What counts once: a pair of images or a person. */
public enum Averaging {
  /**
   * Every pair counts once, as in the MegaFace devkit: a person with {@code n} images weighs {@code
   * n (n - 1)}.
   */
  PAIRS {
    @Override
    double of(PerIdentity statistic, int[] identities) {
      double total = 0;
      long pairs = 0;
      for (int identity : identities) {
        total += statistic.total(identity);
        pairs += statistic.pairs(identity);
      }
      return total / pairs;
    }
  },
  /**
   * Every person counts once (macro average): a figure that few much-photographed people cannot
   * carry.
   */
  IDENTITIES {
    @Override
    double of(PerIdentity statistic, int[] identities) {
      double sum = 0;
      for (int identity : identities) {
        sum += statistic.total(identity) / statistic.pairs(identity);
      }
      return sum / identities.length;
    }
  };

  /** The average over some identities that have pairs; one named twice counts twice. */
  abstract double of(PerIdentity statistic, int[] identities);
}
