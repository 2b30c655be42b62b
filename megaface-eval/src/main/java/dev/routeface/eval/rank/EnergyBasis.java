package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Orthogonal directions by the energy that vectors have along them: the eigenvectors of the second
 * moments of a sample, which are not centred, because products are not. Face embeddings have most
 * of their energy along few of them.
 */
public final class EnergyBasis {
  /** Rows of a sample, per dimension. */
  private static final int SAMPLE = 8;

  /** By descending energy, one after another (D, D). */
  private final float[] directions;

  /** Share of all energy along each direction. */
  private final double[] energies;

  /** Distance of all products of two directions from the identity's entries (Frobenius). */
  private final double defect;

  private EnergyBasis(float[] directions, double[] energies) {
    this.directions = directions;
    this.energies = energies;
    this.defect =
        Math.sqrt(
            IntStream.range(0, energies.length).parallel().mapToDouble(this::squaredDefect).sum());
  }

  /** Of one direction's products with itself and all before it; those count twice. */
  private double squaredDefect(int a) {
    return squaredDefect(a, a)
        + 2 * IntStream.range(0, a).mapToDouble(b -> squaredDefect(a, b)).sum();
  }

  private double squaredDefect(int a, int b) {
    int dimension = energies.length;
    double product = a == b ? -1 : 0;
    for (int k = 0; k < dimension; k++) {
      product += (double) directions[a * dimension + k] * directions[b * dimension + k];
    }
    return product * product;
  }

  /** How far the directions are from orthogonal, at most, for any number of them. */
  double defect() {
    return defect;
  }

  /** The basis of eight rows per dimension, drawn from a gallery by a fixed seed. */
  public static EnergyBasis ofSample(Rows gallery) {
    int rows = Math.min(gallery.size(), SAMPLE * gallery.dimension());
    SplittableRandom random = Seed.of(1).at("sample").random();
    return of(Matrix.of(gallery, random.ints(rows, 0, gallery.size()).sorted().toArray()));
  }

  /** The basis of a sample, at least one row. */
  static EnergyBasis of(Rows sample) {
    EigenDecomposition eigen =
        new EigenDecomposition(new Array2DRowRealMatrix(moments(sample), false));
    int dimension = sample.dimension();
    float[] directions = new float[dimension * dimension];
    for (int n = 0; n < dimension; n++) {
      for (int k = 0; k < dimension; k++) {
        directions[n * dimension + k] = (float) eigen.getV().getEntry(k, n);
      }
    }
    double[] energies =
        Arrays.stream(eigen.getRealEigenvalues()).map(e -> Math.max(0, e)).toArray();
    double all = Arrays.stream(energies).sum();
    return new EnergyBasis(directions, Arrays.stream(energies).map(e -> e / all).toArray());
  }

  /** Sums of products of every two dimensions: products of columns. */
  private static double[][] moments(Rows sample) {
    int dimension = sample.dimension();
    float[] values = Matrix.of(sample, 0, sample.size()).values();
    float[] transposed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      transposed[i % dimension * sample.size() + i / dimension] = values[i];
    }
    Matrix columns = new Matrix(sample.size(), transposed);
    double[][] moments = new double[dimension][dimension];
    Scores.stream(
        columns,
        columns,
        (column, first, products) -> {
          for (int i = 0; i < products.length; i++) {
            moments[column][first + i] = products[i];
          }
        });
    return moments;
  }

  public int dimension() {
    return energies.length;
  }

  /** Share of the sample's energy along the first {@code count} directions, 0 to 1. */
  public double energy(int count) {
    return Arrays.stream(energies, 0, count).sum();
  }

  /** The first directions, one per row. */
  Matrix first(int count) {
    return new Matrix(dimension(), Arrays.copyOf(directions, count * dimension()));
  }
}
