package dev.routeface.eval.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.sdk.math.Rows;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnergyBasisTest {
  /** The specification, in doubles throughout. */
  private static double[] energies(Rows sample) {
    double[][] rows = new double[sample.size()][sample.dimension()];
    for (int row = 0; row < rows.length; row++) {
      for (int k = 0; k < rows[row].length; k++) {
        rows[row][k] = sample.row(row)[k];
      }
    }
    RealMatrix matrix = MatrixUtils.createRealMatrix(rows);
    RealMatrix moments = matrix.transpose().multiply(matrix);
    return Arrays.stream(new EigenDecomposition(moments).getRealEigenvalues())
        .map(value -> value / moments.getTrace())
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17, 64})
  void hasTheEnergiesOfAPlainDecomposition(int dimension) {
    Rows sample = Fixture.people(40, 3, dimension, 5);
    double[] expected = energies(sample);
    EnergyBasis basis = EnergyBasis.of(sample);
    assertEquals(dimension, basis.size());
    for (int count = 0; count <= dimension; count++) {
      assertEquals(
          Arrays.stream(expected, 0, count).sum(), basis.energy(count), 1e-5, "first " + count);
    }
    assertTrue(basis.defect() < 1e-5, "defect " + basis.defect());
  }

  /** The directions themselves, not only what they are said to hold. */
  @Test
  void hasTheEnergyOfTheSampleAlongItsDirections() {
    Rows sample = Fixture.people(40, 3, 17, 5);
    EnergyBasis basis = EnergyBasis.of(sample);
    for (int count = 1; count <= 17; count++) {
      double square = 0;
      for (float product : Matrix.of(sample).times(basis.first(count)).values()) {
        square += (double) product * product;
      }
      assertEquals(square / sample.size(), basis.energy(count), 1e-5, "first " + count);
    }
  }

  @Test
  void leadingHoldsNearlyWhatAllDo() {
    Rows gallery = Fixture.random(500, 64, 3);
    EnergyBasis all = EnergyBasis.ofSample(gallery);
    EnergyBasis leading = EnergyBasis.leading(gallery).orElseThrow();
    assertEquals(24, leading.size());
    assertTrue(leading.defect() < 1e-5, "defect " + leading.defect());
    for (int count = 1; count <= 24; count++) {
      assertTrue(leading.energy(count) <= all.energy(count) + 1e-6, "first " + count);
      assertTrue(leading.energy(count) >= all.energy(count) * 0.9, "first " + count);
    }
  }

  @Test
  void hasAllEnergyOfOneVectorAlongIt() {
    float[] values = new float[20 * 8];
    IntStream.range(0, values.length).forEach(i -> values[i] = 1 + i % 8);
    Matrix copies = new Matrix(8, values);
    assertEquals(1, EnergyBasis.of(copies).energy(1), 1e-6);
    EnergyBasis leading = EnergyBasis.leading(copies).orElseThrow();
    assertEquals(3, leading.size());
    assertEquals(1, leading.energy(1), 1e-6);
    assertEquals(1, leading.energy(3), 1e-6);
    assertTrue(leading.defect() < 1e-5, "defect " + leading.defect());
  }

  @Test
  void hasDirectionsWithoutEnergyForAGalleryOfZeros() {
    Matrix zeros = new Matrix(8, new float[20 * 8]);
    EnergyBasis basis = EnergyBasis.ofSample(zeros);
    assertEquals(8, basis.size());
    assertEquals(0, basis.energy(8));
    assertEquals(0, basis.defect());
    assertEquals(Optional.empty(), EnergyBasis.leading(zeros));
  }

  @Test
  void hasNoLeadingDirectionsOfTwoDimensions() {
    assertEquals(Optional.empty(), EnergyBasis.leading(Fixture.random(9, 2, 1)));
    assertEquals(1, EnergyBasis.leading(Fixture.random(9, 3, 1)).orElseThrow().size());
  }

  @ParameterizedTest
  @ValueSource(floats = {1e8f, 1e20f, Float.POSITIVE_INFINITY, Float.NaN})
  void leavesVectorsOutThatAreTooLongForABound(float value) {
    Matrix sample = Matrix.of(Fixture.random(60, 12, 4));
    Arrays.fill(sample.values(), 12, 24, 0);
    EnergyBasis without = EnergyBasis.of(sample);
    sample.values()[17] = value;
    EnergyBasis basis = EnergyBasis.of(sample);
    assertArrayEquals(without.first(12).values(), basis.first(12).values());
    assertEquals(without.energy(3), basis.energy(3));
  }
}
