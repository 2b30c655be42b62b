package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.Seed;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Orthogonal directions by the energy that vectors have along them: the eigenvectors of the second
 * moments of a sample, which are not centred, because products are not. Face embeddings have most
 * of their energy along few of them.
 */
public final class EnergyBasis {
  /** Rows of a sample, per dimension. */
  private static final int SAMPLE = 8;

  /** Part of the dimensions that is leading. */
  private static final double LEADING = 0.375;

  /** By descending energy, one per row (count, D). */
  private final Matrix directions;

  /** Share of all energy along each direction. */
  private final double[] energies;

  /** Distance of all products of two directions from the identity's entries (Frobenius). */
  private final double defect;

  private EnergyBasis(Eigen eigen, double all) {
    this.directions = eigen.vectors();
    this.energies =
        Arrays.stream(eigen.values()).map(e -> all > 0 ? Math.max(0, e) / all : 0).toArray();
    this.defect = Math.sqrt(squaredDefect());
  }

  private double squaredDefect() {
    return IntStream.range(0, size()).parallel().mapToDouble(this::squaredDefect).sum();
  }

  /** Of one direction's products with itself and all before it; those count twice. */
  private double squaredDefect(int a) {
    return squaredDefect(a, a)
        + 2 * IntStream.range(0, a).mapToDouble(b -> squaredDefect(a, b)).sum();
  }

  private double squaredDefect(int a, int b) {
    int dimension = dimension();
    float[] values = directions.values();
    double product = a == b ? -1 : 0;
    for (int k = 0; k < dimension; k++) {
      product += (double) values[a * dimension + k] * values[b * dimension + k];
    }
    return product * product;
  }

  /** How far the directions are from orthogonal, at most, for any number of them. */
  double defect() {
    return defect;
  }

  /** The basis of eight rows per dimension, drawn from a gallery by a fixed seed. */
  public static EnergyBasis ofSample(Rows gallery) {
    return of(sample(gallery));
  }

  /**
   * The first three eighths of {@link #ofSample}, nearly, in a fraction of the time.
   *
   * @return empty if there are no such directions: of less than three dimensions, or without energy
   */
  static Optional<EnergyBasis> leading(Rows gallery) {
    Matrix moments = moments(sample(gallery));
    double all = Eigen.trace(moments);
    int count = (int) (LEADING * moments.dimension());
    return count > 0 && all > Projection.UNDERFLOW
        ? Optional.of(new EnergyBasis(Eigen.leading(moments, count), all))
        : Optional.empty();
  }

  private static Matrix sample(Rows gallery) {
    int rows = Math.min(gallery.size(), SAMPLE * gallery.dimension());
    SplittableRandom random = Seed.of(1).at("sample").random();
    return Matrix.of(gallery, random.ints(rows, 0, gallery.size()).sorted().toArray());
  }

  /** The basis of a sample, at least one row. */
  static EnergyBasis of(Rows sample) {
    Matrix moments = moments(Matrix.of(sample));
    return new EnergyBasis(Eigen.all(moments), Eigen.trace(moments));
  }

  /** Sums of products of every two dimensions: products of columns. */
  private static Matrix moments(Matrix sample) {
    dropTooLong(sample);
    Matrix columns = sample.transposed();
    return columns.times(columns);
  }

  /** Vectors that have no bound, with numbers that are none among them, would drown all others. */
  private static void dropTooLong(Matrix sample) {
    int dimension = sample.dimension();
    for (int row = 0; row < sample.size(); row++) {
      float[] vector = sample.row(row);
      if (!(Math.sqrt(Rows.product(vector, vector)) < Projection.LONGEST)) {
        Arrays.fill(sample.values(), row * dimension, (row + 1) * dimension, 0);
      }
    }
  }

  public int dimension() {
    return directions.dimension();
  }

  /** How many directions there are, at most one per dimension. */
  int size() {
    return directions.size();
  }

  /** Share of the sample's energy along the first {@code count} directions, 0 to 1. */
  public double energy(int count) {
    return Arrays.stream(energies, 0, count).sum();
  }

  /** The first directions, one per row. */
  Matrix first(int count) {
    return new Matrix(dimension(), Arrays.copyOf(directions.values(), count * dimension()));
  }
}
