package dev.routeface.eval.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.sdk.math.Rows;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Matrices of known eigenvalues: these, along the directions of a random orthogonal matrix. */
class EigenTest {
  private static final int DIMENSION = 40;

  private static Matrix withEigenvalues(int dimension, IntToDoubleFunction values) {
    Matrix directions = orthogonal(dimension);
    float[] symmetric = new float[dimension * dimension];
    for (int i = 0; i < symmetric.length; i++) {
      int a = i / dimension;
      int b = i % dimension;
      symmetric[i] =
          (float)
              IntStream.range(0, dimension)
                  .mapToDouble(
                      n ->
                          values.applyAsDouble(n)
                              * directions.row(n)[Math.min(a, b)]
                              * directions.row(n)[Math.max(a, b)])
                  .sum();
    }
    return new Matrix(dimension, symmetric);
  }

  /** Reflected at three random planes. */
  private static Matrix orthogonal(int dimension) {
    float[] values = new float[dimension * dimension];
    IntStream.range(0, dimension).forEach(n -> values[n * (dimension + 1)] = 1);
    Matrix normals = Matrix.of(Fixture.random(3, dimension, 5));
    for (int start = 0; start < values.length; start += dimension) {
      for (int n = 0; n < normals.size(); n++) {
        float[] normal = normals.row(n);
        float[] row = Arrays.copyOfRange(values, start, start + dimension);
        float twice = 2 * Rows.product(normal, row);
        for (int k = 0; k < dimension; k++) {
          values[start + k] -= twice * normal[k];
        }
      }
    }
    return new Matrix(dimension, values);
  }

  private static void assertEigen(Matrix symmetric, Eigen eigen, double tolerance) {
    for (int n = 0; n < eigen.values().length; n++) {
      float[] vector = eigen.vectors().row(n);
      for (int k = 0; k < vector.length; k++) {
        double image = Rows.product(symmetric.row(k), vector);
        assertEquals(eigen.values()[n] * vector[k], image, tolerance, "vector " + n);
      }
    }
  }

  private static void assertOrthonormal(Matrix rows) {
    for (int a = 0; a < rows.size(); a++) {
      for (int b = 0; b <= a; b++) {
        assertEquals(a == b ? 1 : 0, Rows.product(rows.row(a), rows.row(b)), 2e-6, a + ", " + b);
      }
    }
  }

  private static double[] first(int count, IntToDoubleFunction values) {
    return IntStream.range(0, count).mapToDouble(values).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, DIMENSION})
  void findsAllByDescendingEigenvalue(int dimension) {
    IntToDoubleFunction values = n -> Math.pow(0.8, n);
    Matrix symmetric = withEigenvalues(dimension, values);
    Eigen eigen = Eigen.all(symmetric);
    assertArrayEquals(first(dimension, values), eigen.values(), 1e-5);
    assertEigen(symmetric, eigen, 1e-5);
    assertOrthonormal(eigen.vectors());
    assertEquals(Arrays.stream(eigen.values()).sum(), Eigen.trace(symmetric), 1e-5);
  }

  @Test
  void findsRealEigenvaluesWhereRoundingTellsTheHalvesApart() {
    Matrix symmetric = withEigenvalues(DIMENSION, n -> n < 3 ? 1 : 0.1);
    double[] expected = Eigen.all(symmetric).values();
    for (int a = 0; a < DIMENSION; a++) {
      for (int b = 0; b < a; b++) {
        symmetric.values()[a * DIMENSION + b] *= 1 + 0.001f * (a % 3);
      }
    }
    assertArrayEquals(expected, Eigen.all(symmetric).values());
  }

  /** The others are a hundredth of these: nothing is left of them. */
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 15, DIMENSION})
  void leadingAreThoseOfAllWhereTheRestIsSmall(int count) {
    IntToDoubleFunction values = n -> n < 8 ? 2 - 0.1 * n : 0.01;
    Matrix symmetric = withEigenvalues(DIMENSION, values);
    Eigen eigen = Eigen.leading(symmetric, count);
    assertArrayEquals(first(8, values), Arrays.copyOf(eigen.values(), 8), 1e-3);
    assertEigen(
        symmetric, new Eigen(new Matrix(DIMENSION, first(eigen, 8)), first(8, values)), 2e-2);
    assertOrthonormal(eigen.vectors());
    assertEquals(count, eigen.values().length);
  }

  private static float[] first(Eigen eigen, int count) {
    return Arrays.copyOf(eigen.vectors().values(), count * DIMENSION);
  }

  /** However slowly eigenvalues fall, and even where none is left, or all are the same. */
  @Test
  void leadingHoldNoMoreThanAllAndNearlyAsMuch() {
    assertNearly(n -> Math.pow(0.9, n), 0.98);
    assertNearly(n -> 1.0 / (1 + n), 0.98);
    assertNearly(n -> 1, 1 - 1e-5);
    assertNearly(n -> n < 3 ? 1 : 0, 1 - 1e-5);
    assertNearly(n -> n < 30 ? 7 : 0, 1 - 1e-5);
    assertNearly(n -> n == 0 ? 1e-12 : 0, 1 - 1e-5);
    assertNearly(n -> n == 0 ? 1e12 : 1e-12, 1 - 1e-5);
  }

  /** Products with it are copies of one vector, to the bit. */
  @Test
  void leadingAreOrthonormalWhereAllButOneProductVanish() {
    Matrix symmetric = new Matrix(DIMENSION, new float[DIMENSION * DIMENSION]);
    symmetric.values()[7 * (DIMENSION + 1)] = 3;
    Eigen eigen = Eigen.leading(symmetric, 15);
    assertOrthonormal(eigen.vectors());
    assertEquals(1, Math.abs(eigen.vectors().row(0)[7]), 1e-6);
    assertArrayEquals(first(15, n -> n == 0 ? 3 : 0), eigen.values(), 1e-5);
  }

  private static void assertNearly(IntToDoubleFunction values, double share) {
    Matrix symmetric = withEigenvalues(DIMENSION, values);
    Eigen eigen = Eigen.leading(symmetric, 15);
    assertOrthonormal(eigen.vectors());
    double scale = values.applyAsDouble(0);
    for (int n = 0; n < 15; n++) {
      float[] vector = eigen.vectors().row(n);
      float[] image = symmetric.times(new Matrix(DIMENSION, vector)).values();
      assertEquals(eigen.values()[n], Rows.product(vector, image), 1e-5 * scale, "vector " + n);
    }
    for (int count = 1; count <= 10; count++) {
      double all = Arrays.stream(first(count, values)).sum();
      double found = Arrays.stream(eigen.values(), 0, count).sum();
      assertTrue(found <= all * (1 + 1e-5), () -> "found " + found + " of " + all);
      assertTrue(found >= all * share, () -> "found " + found + " of " + all);
    }
  }
}
