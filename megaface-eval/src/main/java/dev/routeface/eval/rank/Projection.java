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
  static final float LONGEST = 1e8f;

  private final Kernel kernel;
  private final float[][] directions;
  private final int[] counts;
  private final double slack;
  private final boolean small;

  /**
   * @param counts of directions, the first of a basis; ascending, at least one
   */
  Projection(Kernel kernel, EnergyBasis basis, int... counts) {
    this.kernel = kernel;
    this.counts = counts;
    int most = counts[counts.length - 1];
    this.directions = Packed.of(basis.first(most), Kernel.PROBES);
    double g = relativeError(basis.dimension());
    double h = g * Math.sqrt(most);
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

  /** How many directions, by level. */
  int[] counts() {
    return counts;
  }

  /**
   * Lengths of vectors, to a relative error below that of a sum.
   *
   * @param panels the vectors, packed as wide as the kernel
   */
  float[] lengths(float[][] panels, int vectors) {
    float[] lengths = new float[vectors];
    IntStream.range(0, panels.length)
        .parallel()
        .forEach(
            panel -> {
              float[] squares = squares(panels[panel]);
              int first = panel * squares.length;
              for (int i = 0; i < squares.length && first + i < vectors; i++) {
                lengths[first + i] = (float) Math.sqrt(squares[i]);
              }
            });
    return lengths;
  }

  private float[] squares(float[] panel) {
    float[] squares = new float[kernel.width()];
    for (int start = 0; start < panel.length; start += squares.length) {
      for (int i = 0; i < squares.length; i++) {
        squares[i] += panel[start + i] * panel[start + i];
      }
    }
    return squares;
  }

  /**
   * Room for projections, one batch of vectors after the other.
   *
   * @param vectors how many
   * @param width of them abreast
   * @param along products with the directions, packed
   * @param levels m + 2 numbers of each vector, packed, by level
   */
  record Room(int vectors, int width, float[][] along, float[][][] levels) {
    /** The numbers of the last level, vector by vector. */
    void copyLast(Matrix rows) {
      Packed.unpack(levels[levels.length - 1], width, rows);
    }
  }

  /** Vectors of such lengths, projected. */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares these
  record Projected(float[] lengths, Room room) {}

  /** Room for {@link Room#copyLast}. */
  Matrix lastRoom(int vectors) {
    int numbers = counts[counts.length - 1] + 2;
    return new Matrix(numbers, new float[vectors * numbers]);
  }

  /** Room for so many vectors. */
  Room room(int vectors, int width) {
    float[][][] levels = new float[counts.length][][];
    Arrays.setAll(levels, level -> Packed.room(vectors, counts[level] + 2, width));
    return new Room(vectors, width, Packed.room(vectors, counts[counts.length - 1], width), levels);
  }

  /**
   * Projects, once for all levels: each is a beginning of the next.
   *
   * @param panels the vectors, packed
   * @param lengths of each, see {@link #lengths}
   * @param last what stands in the last place of each
   * @param room for as many vectors; takes the projections
   */
  void project(float[][] panels, float[] lengths, float[] last, Room room) {
    along(panels, room);
    IntStream.range(0, room.along.length)
        .parallel()
        .forEach(
            panel -> {
              int first = panel * room.width;
              int end = Math.min(first + room.width, room.vectors);
              float[] lengthsHere = Arrays.copyOfRange(lengths, first, end);
              float[] lastHere = Arrays.copyOfRange(last, first, end);
              cut(room, panel, lengthsHere, lastHere);
            });
  }

  /** Probes: what stands in their last place is 1. */
  Projected probes(Matrix probes) {
    float[][] panels = Packed.of(probes, kernel.width());
    float[] lengths = lengths(panels, probes.size());
    float[] ones = new float[lengths.length];
    Arrays.fill(ones, 1);
    Room room = room(lengths.length, Kernel.PROBES);
    project(panels, lengths, ones, room);
    return new Projected(lengths, room);
  }

  private void along(float[][] panels, Room room) {
    int width = room.width;
    new Scores.Chunk(kernel, panels, 0, room.vectors)
        .stream(
            directions,
            counts[counts.length - 1],
            (n, first, products) -> {
              for (int i = 0; i < products.length; i += width) {
                int some = Math.min(width, products.length - i);
                System.arraycopy(products, i, room.along[(first + i) / width], n * width, some);
              }
            });
  }

  /** The levels of one panel. */
  private void cut(Room room, int panel, float[] lengths, float[] last) {
    float[] all = room.along[panel];
    int width = room.width;
    double[] projected = new double[width];
    int from = 0;
    for (int level = 0; level < counts.length; level++) {
      int to = counts[level] * width;
      addSquares(all, from, to, projected);
      float[] cut = room.levels[level][panel];
      System.arraycopy(all, 0, cut, 0, to);
      for (int i = 0; i < lengths.length; i++) {
        cut[to + i] = left(projected[i], lengths[i]);
        cut[to + width + i] = last[i];
        if (!trusts(lengths[i])) {
          dismissNever(cut, i, width);
        }
      }
      from = to;
    }
  }

  private static void addSquares(float[] values, int from, int to, double[] sums) {
    for (int start = from; start < to; start += sums.length) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += (double) values[start + i] * values[start + i];
      }
    }
  }

  /** The length of what a projection leaves out, rounded up. */
  private float left(double projected, double length) {
    double left = (1 + slack) * length * length - projected + UNDERFLOW;
    return Math.nextUp((float) Math.sqrt(left));
  }

  /** A vector too long to be trusted gets an infinite bound. */
  private static void dismissNever(float[] panel, int lane, int width) {
    for (int k = lane; k < panel.length; k += width) {
      panel[k] = 0;
    }
    panel[panel.length - width + lane] = Float.POSITIVE_INFINITY;
  }
}
