package dev.routeface.eval.rank;

/**
 * Bounds as {@link Projection} makes them.
 *
 * @param blocks projected probes, packed
 * @param probes how many they are
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares these
record FloatBounds(Kernel kernel, float[][] blocks, int probes) implements Bounds {
  /** What a row costs beside its directions: generous, see {@link SearchPlan}. */
  private static final double DISMISSAL = 24;

  @Override
  public void stream(float[][] panels, int rows, int shares, Asker asker) {
    new Scores.Chunk(kernel, panels, 0, rows)
        .stream(shares, blocks, probes, (i, first, bounds) -> ask(i, first, bounds, asker));
  }

  private void ask(int member, int first, float[] bounds, Asker asker) {
    float least = asker.least(member);
    Left left = Left.own();
    left.select(kernel, bounds, least, first);
    if (left.count() > 0) {
      asker.accept(member, least, left);
    }
  }

  @Override
  public double price(int directions) {
    return directions + DISMISSAL;
  }
}
