package dev.routeface.eval.rank;

/**
 * The first bounds of one level: of its probes with gallery rows, all with all. In floats they hold
 * for vectors of any length and any metric; in whole numbers of 16 bits, of which a vector has
 * twice as many, for cosines.
 */
sealed interface Bounds permits FloatBounds, ShortBounds {
  /** Asks bounds, tile by tile. */
  interface Asker {
    /** What a probe's bounds have to reach now; see {@link Metric#least}. */
    float least(int member);

    /**
     * Receives the rows of a tile that no bound dismisses, if there are any. For any one probe by
     * one thread at a time, and in row order.
     *
     * @param member probe, counted from the level's first
     * @param least what the bounds had to reach
     * @param left valid during the call, and free to be narrowed
     */
    void accept(int member, float least, Left left);
  }

  /**
   * In whole numbers where they hold.
   *
   * @param blocks projected probes, packed; see {@link Projection.Room}
   * @param probes how many they are
   */
  static Bounds of(HighScores search, float[][] blocks, int probes) {
    if (search.metric() instanceof Metric.Cosine) {
      Quantised quantised = Quantised.probes(blocks, probes);
      if (quantised.sound()) {
        return new ShortBounds(search.kernel(), quantised);
      }
    }
    return new FloatBounds(search.kernel(), blocks, probes);
  }

  /**
   * Asks the bounds of all probes with some rows.
   *
   * @param panels projected rows, packed as wide as the kernel
   * @param rows how many they are
   * @param shares of the probes, for threads
   */
  void stream(float[][] panels, int rows, int shares, Asker asker);

  /** What a row costs that is dismissed, in dimensions of a comparison of rows side by side. */
  double price(int directions);
}
