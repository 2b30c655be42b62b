package dev.routeface.sdk.gallery;

/**
 * The few loops in which a search spends its time, in plain Java and in vector instructions. Their
 * sums are fast sums, in whatever order suits the machine, and only ever decide which rows are
 * looked at: {@link dev.routeface.sdk.math.Rows#product} makes what a search returns. Each is for
 * one thread.
 */
sealed interface Kernel permits PlainKernel, VectorKernel {
  /** A new one of the fastest kind that this JVM can run. */
  static Kernel here() {
    return of(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  /** The vector one must not even be loaded where its module is absent. */
  static Kernel of(boolean vectors) {
    return vectors ? new VectorKernel() : new PlainKernel();
  }

  /** What to call it in a report. */
  String name();

  /** Rows of a panel; a power of two. */
  int width();

  /**
   * Products of a vector with rows.
   *
   * @param rows one after the other (count, D)
   * @param products takes {@code count} numbers
   */
  void dots(float[] vector, float[] rows, int count, float[] products);

  /**
   * Adds products with some dimensions of a panel.
   *
   * @param from the first of these dimensions
   * @param panel first the numbers of all rows in that dimension, then those in the next ({@code
   *     dimensions}, width)
   * @param sums one of each row
   */
  void add(float[] vector, int from, float[] panel, int dimensions, float[] sums);
}
