package dev.routeface.eval.rank;

/**
 * What bounds leave of a tile: rows counted from the part's first, ascending. Every thread has one,
 * since there are as many as tiles times probes: valid until the thread's next.
 */
final class Left {
  private static final ThreadLocal<Left> OWN = ThreadLocal.withInitial(Left::new);

  /** One more, see {@link Kernel#select}. */
  private final int[] rows = new int[Scores.TILE + 1];

  private final float[] products = new float[Scores.TILE];
  private int count;

  private Left() {}

  /** This thread's. */
  static Left own() {
    return OWN.get();
  }

  int count() {
    return count;
  }

  int row(int n) {
    return rows[n];
  }

  /** As {@link #multiply} found it. */
  float product(int n) {
    return products[n];
  }

  void select(Kernel kernel, float[] bounds, float least, int first) {
    count = kernel.select(bounds, least, rows);
    moveTo(first);
  }

  void select(Kernel kernel, short[] bounds, short least, int first) {
    count = kernel.select(bounds, least, rows);
    moveTo(first);
  }

  private void moveTo(int first) {
    for (int n = 0; n < count; n++) {
      rows[n] += first;
    }
  }

  /** Products of a vector with the rows, in any order of adding. */
  void multiply(Kernel kernel, float[] vector, Matrix matrix) {
    kernel.dots(vector, matrix.values(), rows, count, products);
  }

  /** Keeps the rows whose products are not below {@code least}. */
  void narrow(Kernel kernel, float[] vector, Matrix matrix, float least) {
    multiply(kernel, vector, matrix);
    int kept = 0;
    for (int n = 0; n < count; n++) {
      rows[kept] = rows[n];
      kept += products[n] < least ? 0 : 1;
    }
    count = kept;
  }
}
