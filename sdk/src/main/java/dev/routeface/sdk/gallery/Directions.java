package dev.routeface.sdk.gallery;

import dev.routeface.sdk.math.UnitVectors;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The directions along which rows have most of their energy: eigenvectors of the second moments of
 * a sample, which are not centred, because products are not. With {@code V} the directions, {@code
 * p = V a} and {@code q = V b} (Cauchy and Schwarz):
 *
 * <pre>a . b &lt;= p . q + sqrt(|a|^2 - |p|^2) sqrt(|b|^2 - |q|^2)</pre>
 *
 * <p>A vector's projection and the length of what it leaves are its {@link #numbers}, and the
 * product of two vectors' numbers is never below {@link dev.routeface.sdk.math.Rows#product} of the
 * vectors, although all of these are rounded. With {@code g = n u / (1 - n u)}, the relative error
 * of a sum of {@code n} products in any order (Higham, "Accuracy and Stability of Numerical
 * Algorithms", 3.1, {@code u = 2^-24}, here {@code n = D + 8}), {@code h = g sqrt(m)} that of a
 * projection on {@code m} directions and {@code e} the distance of {@code V V'} from the identity,
 * all errors together are below {@code slack |a| |b|} with {@code slack = 5 (e + g + h)}; they are
 * paid for by {@code |a|^2 (1 + slack)} in place of {@code |a|^2}. Decision 9 has the derivation.
 */
final class Directions {
  /** Errors above this are no longer small beside what they are the error of. */
  private static final double SMALL = 0.01;

  /** More than any underflow can take away, and nothing beside a unit. */
  static final float UNDERFLOW = 1e-30f;

  private final int dimension;

  /** By descending energy, one after another (m, D). */
  private final float[] rows;

  private final double slack;

  private Directions(int dimension, float[] rows, double slack) {
    this.dimension = dimension;
    this.rows = rows;
    this.slack = slack;
  }

  /** As many as are cheapest for such rows; none where bounds would save too little. */
  static Optional<Directions> of(UnitVectors sample) {
    int dimension = sample.dimension();
    float[] all = eigenvectors(sample);
    int count = DirectionTrial.cheapest(sample, all);
    return count == 0 ? Optional.empty() : first(count, dimension, all);
  }

  /** The first {@code count}; none where rounding errors are too large to trust. */
  static Optional<Directions> first(int count, int dimension, float[] all) {
    float[] rows = Arrays.copyOf(all, count * dimension);
    double g = relativeError(dimension);
    double h = g * Math.sqrt(count);
    double e = defect(rows, count, dimension);
    return h < SMALL && e < SMALL
        ? Optional.of(new Directions(dimension, rows, 5 * (e + g + h)))
        : Optional.empty();
  }

  /** Of a sum of so many products, and some numbers more, relative to the vectors' lengths. */
  static double relativeError(int products) {
    double nu = (products + 8) * 0x1p-24;
    return nu / (1 - nu);
  }

  /** All directions, by descending energy (D, D). */
  static float[] eigenvectors(UnitVectors sample) {
    int dimension = sample.dimension();
    EigenDecomposition eigen =
        new EigenDecomposition(new Array2DRowRealMatrix(moments(sample), false));
    float[] all = new float[dimension * dimension];
    for (int n = 0; n < dimension; n++) {
      for (int k = 0; k < dimension; k++) {
        all[n * dimension + k] = (float) eigen.getV().getEntry(k, n);
      }
    }
    return all;
  }

  /** Sums of products of every two dimensions. */
  private static double[][] moments(UnitVectors sample) {
    int dimension = sample.dimension();
    double[][] moments = new double[dimension][dimension];
    for (int i = 0; i < sample.size(); i++) {
      float[] row = sample.row(i);
      for (int a = 0; a < dimension; a++) {
        double factor = row[a];
        double[] sums = moments[a];
        for (int b = 0; b < dimension; b++) {
          sums[b] += factor * row[b];
        }
      }
    }
    return moments;
  }

  /** Distance of all products of two directions from the identity's entries (Frobenius). */
  private static double defect(float[] rows, int count, int dimension) {
    double square = 0;
    for (int a = 0; a < count; a++) {
      for (int b = 0; b <= a; b++) {
        double product = a == b ? -1 : 0;
        for (int k = 0; k < dimension; k++) {
          product += (double) rows[a * dimension + k] * rows[b * dimension + k];
        }
        square += (a == b ? 1 : 2) * product * product;
      }
    }
    return Math.sqrt(square);
  }

  /** How many directions. */
  int count() {
    return rows.length / dimension;
  }

  /** How many numbers a vector has: one for each direction and one for the rest. */
  int numbers() {
    return count() + 1;
  }

  /**
   * Projects a vector.
   *
   * @param to takes its numbers
   */
  void project(Kernel kernel, float[] vector, float[] to) {
    kernel.dots(vector, rows, count(), to);
    double left = (1 + slack) * square(vector, dimension) - square(to, count()) + UNDERFLOW;
    to[count()] = Math.nextUp((float) Math.sqrt(left));
  }

  private static double square(float[] vector, int count) {
    double square = 0;
    for (int k = 0; k < count; k++) {
      square += (double) vector[k] * vector[k];
    }
    return square;
  }
}
