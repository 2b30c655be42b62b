package dev.routeface.eval.rank;

/**
 * Which of a few scores are not below a floor. Every thread has one, since there are as many
 * selections as tiles times probes: valid until the thread's next.
 */
public final class Selection {
  private static final ThreadLocal<Selection> OWN = ThreadLocal.withInitial(Selection::new);

  private int[] indices = new int[Scores.TILE + 1];
  private int size;

  private Selection() {}

  /**
   * @param scores none of them NaN
   */
  public static Selection of(float[] scores, float floor) {
    Selection own = OWN.get();
    if (own.indices.length <= scores.length) {
      own.indices = new int[scores.length + 1];
    }
    own.size = Kernel.here().select(scores, floor, own.indices);
    return own;
  }

  public int size() {
    return size;
  }

  /** Index of the n-th of them; ascending. */
  public int index(int n) {
    return indices[n];
  }
}
