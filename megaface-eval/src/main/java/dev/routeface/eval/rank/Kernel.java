package dev.routeface.eval.rank;

/**
 * The few loops in which a search spends its time, written twice: in plain Java, which says what is
 * meant and runs everywhere, and in vector instructions. Both give the same bits.
 *
 * <p>Rows lie packed, several abreast: of 8 probes first the 8 numbers of dimension 0, then those
 * of dimension 1, and so on; of the gallery {@link #width()} rows in the same way. A lane of a
 * vector belongs to a gallery row, so that no lane ever adds to another and each keeps the order of
 * {@link dev.routeface.sdk.math.Rows#product}.
 */
public sealed interface Kernel permits PlainKernel, VectorKernel {
  /** Probes abreast. */
  int PROBES = 8;

  /** The fastest that this JVM can run. */
  static Kernel here() {
    return Chosen.KERNEL;
  }

  /** What to call it in a report. */
  String name();

  /** Gallery rows abreast; a power of two. */
  int width();

  /**
   * All products of 8 probes with one panel of gallery rows.
   *
   * @param probes packed, (D, 8)
   * @param gallery packed, (D, width)
   * @param scores the product of probe {@code p} and row {@code r} goes to {@code scores[p][first +
   *     r]}
   */
  void products(float[] probes, float[] gallery, float[][] scores, int first);

  /** Gallery rows abreast in shorts; a power of two, not below {@link #width()}. */
  int shortWidth();

  /**
   * All products of 8 probes with one panel of gallery rows in shorts: the last 16 bits of each.
   *
   * @param probes packed, (D, 8)
   * @param gallery packed, (D, shortWidth)
   * @param products that of probe {@code p} and row {@code r} goes to {@code products[p][first +
   *     r]}
   */
  void products(short[] probes, short[] gallery, short[][] products, int first);

  /**
   * Adds to {@code above[n]} how many scores are strictly above {@code thresholds[n]}.
   *
   * @param thresholds ascending
   */
  void countAbove(float[] scores, float[] thresholds, int[] above);

  /**
   * Finds the scores that are not below {@code floor}.
   *
   * @param scores none of them NaN
   * @param chosen takes their indices, ascending; longer than {@code scores}
   * @return how many there are
   */
  int select(float[] scores, float floor, int[] chosen);

  /** The same in shorts. */
  int select(short[] scores, short floor, int[] chosen);

  /**
   * Products of a vector with some rows, summed in whatever order is fast: not the same bits
   * everywhere.
   *
   * @param rows row-major (N, D)
   * @param chosen which rows
   * @param products takes the product with row {@code chosen[i]} at {@code i}, for {@code i} below
   *     {@code count}
   */
  void dots(float[] vector, float[] rows, int[] chosen, int count, float[] products);

  /** Chosen when first asked for. */
  final class Chosen {
    private static final Kernel KERNEL =
        of(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());

    private Chosen() {}

    /** The vector one must not even be loaded where its module is absent. */
    static Kernel of(boolean vectors) {
      return vectors ? new VectorKernel() : new PlainKernel();
    }
  }
}
