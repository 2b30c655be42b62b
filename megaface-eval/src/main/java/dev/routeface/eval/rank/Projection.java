package dev.routeface.eval.rank;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Vectors along a few directions, and the length of what is left of each, so that the product of
 * two projections is never below the product of the vectors. With {@code V} the directions, {@code
 * p = V a} and {@code q = V b} (Cauchy and Schwarz):
 *
 * <pre>a . b &lt;= p . q + sqrt(|a|^2 - |p|^2) sqrt(|b|^2 - |q|^2)</pre>
 *
 * <p>The length of what is left is one number more of each vector, so that a bound is a product
 * like any other; a last number adds what a metric adds. It also has to hold for what floats make
 * of it, and against {@link dev.routeface.sdk.math.Rows#product}, itself a rounded sum. All these
 * errors are at most {@code slack |a| |b|} together; they are paid for by {@code |a|^2 (1 + slack)}
 * in place of {@code |a|^2}, again by Cauchy and Schwarz. With {@code g = n u / (1 - n u)}, the
 * relative error of a sum of {@code n} products (Higham, "Accuracy and Stability of Numerical
 * Algorithms", 3.1, {@code u = 2^-24}), {@code h = g sqrt(m)} that of a projection on {@code m}
 * directions and {@code e} the distance of {@code V V'} from the identity, the errors are
 *
 * <ul>
 *   <li>of {@code p . q} and of what is left, for directions not quite orthogonal: at most {@code
 *       1.03 (2 h + e)} each;
 *   <li>of the specified product, of the bound's own sum and of the squared lengths: at most {@code
 *       4.5 g};
 * </ul>
 *
 * and {@code slack = 5 (e + g + h)} is more. Decision 9 has the derivation.
 */
final class Projection {
  /** Errors above this are no longer small beside what they are the error of. */
  private static final double SMALL = 0.01;

  /** More than any underflow can take away, and nothing beside a unit. */
  static final float UNDERFLOW = 1e-30f;

  /** Squares of sums of squares of longer vectors might overflow. */
  private static final float LONGEST = 1e8f;

  private final Kernel kernel;
  private final float[][] directions;
  private final int count;
  private final double slack;
  private final boolean small;

  /**
   * @param count of directions, the first of a basis
   */
  Projection(Kernel kernel, EnergyBasis basis, int count) {
    this.kernel = kernel;
    this.count = count;
    this.directions = Packed.of(basis.first(count), 0, count, Kernel.PROBES);
    double g = relativeError(basis.dimension());
    double h = g * Math.sqrt(count);
    double e = basis.defect();
    this.slack = 5 * (e + g + h);
    this.small = h < SMALL && e < SMALL;
  }

  /** Of a sum of so many products, and some numbers more, relative to the vectors' lengths. */
  static double relativeError(int products) {
    double nu = (products + 8) * 0x1p-24;
    return nu / (1 - nu);
  }

  /** Whether a vector of this length has a bound. */
  boolean trusts(float length) {
    return small && length < LONGEST;
  }

  /** How many directions. */
  int count() {
    return count;
  }

  /** Numbers per projected vector. */
  int width() {
    return count + 2;
  }

  /** Lengths of vectors, to a relative error below that of a sum. */
  float[] lengths(Matrix rows) {
    float[] lengths = new float[rows.size()];
    IntStream.range(0, lengths.length)
        .parallel()
        .forEach(
            row -> {
              float[] square = new float[1];
              kernel.dots(rows.row(row), rows.values(), new int[] {row}, 1, square);
              lengths[row] = (float) Math.sqrt(square[0]);
            });
    return lengths;
  }

  /**
   * Projects.
   *
   * @param panels the vectors, packed
   * @param lengths of each, see {@link #lengths}
   * @param last what stands in the last place of each
   * @return row-major (N, m + 2)
   */
  Matrix of(float[][] panels, float[] lengths, float[] last) {
    int width = width();
    float[] values = new float[lengths.length * width];
    new Scores.Chunk(kernel, panels, 0, lengths.length)
        .stream(
            directions,
            count,
            (n, first, products) -> {
              for (int i = 0; i < products.length; i++) {
                values[(first + i) * width + n] = products[i];
              }
            });
    IntStream.range(0, lengths.length)
        .parallel()
        .forEach(row -> complete(values, row * width, lengths[row], last[row]));
    return new Matrix(width, values);
  }

  /** A vector too long to be trusted gets an infinite bound, which dismisses nobody. */
  private void complete(float[] values, int from, float length, float last) {
    boolean trusted = trusts(length);
    if (!trusted) {
      Arrays.fill(values, from, from + count, 0);
    }
    values[from + count] = trusted ? left(values, from, length) : 0;
    values[from + count + 1] = trusted ? last : Float.POSITIVE_INFINITY;
  }

  /** The length of what a projection leaves out, rounded up. */
  private float left(float[] values, int from, double length) {
    double projected = 0;
    for (int n = from; n < from + count; n++) {
      projected += (double) values[n] * values[n];
    }
    double left = (1 + slack) * length * length - projected + UNDERFLOW;
    return Math.nextUp((float) Math.sqrt(left));
  }
}
