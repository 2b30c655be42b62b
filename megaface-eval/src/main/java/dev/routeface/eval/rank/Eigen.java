package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Seed;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Eigenvectors of a symmetric matrix without negative eigenvalues, by descending eigenvalue.
 *
 * @param vectors orthonormal but for rounding, one per row (count, D)
 * @param values of each
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares these
record Eigen(Matrix vectors, double[] values) {
  /** Products with the matrix. A third finds no more energy of face embeddings. */
  private static final int ITERATIONS = 2;

  /** What is added to each eigenvalue, of their mean: no vector may vanish. */
  private static final float SHIFT = 1e-3f;

  /** All of them. */
  static Eigen all(Matrix symmetric) {
    int dimension = symmetric.dimension();
    EigenDecomposition eigen =
        new EigenDecomposition(new Array2DRowRealMatrix(mirrored(symmetric), false));
    float[] vectors = new float[dimension * dimension];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) eigen.getV().getEntry(i % dimension, i / dimension);
    }
    return new Eigen(new Matrix(dimension, vectors), eigen.getRealEigenvalues());
  }

  /** Its upper half, and that once more as its lower: rounding may tell them apart. */
  private static double[][] mirrored(Matrix symmetric) {
    int dimension = symmetric.dimension();
    double[][] mirrored = new double[dimension][dimension];
    for (int a = 0; a < dimension; a++) {
      for (int b = a; b < dimension; b++) {
        mirrored[a][b] = symmetric.values()[a * dimension + b];
        mirrored[b][a] = mirrored[a][b];
      }
    }
    return mirrored;
  }

  /**
   * The first of them, nearly: subspace iteration from random vectors (Halko, Martinsson and Tropp,
   * "Finding structure with randomness", SIAM Review 2011, algorithm 4.4), and the eigenvectors of
   * what the matrix is in that subspace (Rayleigh and Ritz). None of the values is too large, and
   * only the last of them are noticeably too small.
   *
   * @param symmetric not zero
   * @param count at most its dimension
   */
  static Eigen leading(Matrix symmetric, int count) {
    Matrix shifted = shifted(symmetric);
    Matrix block = random(count, symmetric.dimension());
    for (int n = 0; n < ITERATIONS; n++) {
      block = block.times(shifted);
      orthonormalise(block);
    }
    Eigen inside = all(block.times(symmetric).times(block));
    Matrix vectors = inside.vectors.times(block.transposed());
    orthonormalise(vectors);
    return new Eigen(vectors, inside.values);
  }

  private static Matrix shifted(Matrix symmetric) {
    float[] values = symmetric.values().clone();
    int step = symmetric.dimension() + 1;
    float shift = (float) (SHIFT * trace(symmetric) / symmetric.dimension());
    for (int i = 0; i < values.length; i += step) {
      values[i] += shift;
    }
    return new Matrix(symmetric.dimension(), values);
  }

  /** The sum of all eigenvalues. */
  static double trace(Matrix symmetric) {
    int step = symmetric.dimension() + 1;
    return IntStream.range(0, symmetric.dimension())
        .mapToDouble(k -> symmetric.values()[k * step])
        .sum();
  }

  private static Matrix random(int count, int dimension) {
    SplittableRandom random = Seed.of(1).at("subspace").random();
    float[] values = new float[count * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Matrix(dimension, values);
  }

  /** By Gram and Schmidt, in place; how well is measured by {@link EnergyBasis#defect}. */
  private static void orthonormalise(Matrix rows) {
    int[] before = IntStream.range(0, rows.size()).toArray();
    for (int row = 0; row < rows.size(); row++) {
      float[] vector = rows.row(row);
      subtract(vector, rows, before, row);
      normalise(vector);
      System.arraycopy(vector, 0, rows.values(), row * vector.length, vector.length);
    }
  }

  /** What a vector has along the first rows. */
  private static void subtract(float[] vector, Matrix rows, int[] indices, int count) {
    float[] products = new float[count];
    Kernel.here().dots(vector, rows.values(), indices, count, products);
    for (int row = 0; row < count; row++) {
      subtract(vector, products[row], rows.values(), row * vector.length);
    }
  }

  private static void subtract(float[] vector, float factor, float[] values, int from) {
    for (int k = 0; k < vector.length; k++) {
      vector[k] -= factor * values[from + k];
    }
  }

  private static void normalise(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    float factor = (float) (1 / Math.sqrt(square));
    for (int k = 0; k < vector.length; k++) {
      vector[k] *= factor;
    }
  }
}
