package dev.routeface.sdk.gallery;

import dev.routeface.sdk.math.UnitVectors;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Tries on a sample how many directions are cheapest: more are longer to read, and fewer leave more
 * rows to compare in full. Costs are in floats read one after the other.
 */
final class DirectionTrial {
  /** Parts of the dimensions that are tried. */
  private static final int PARTS = 16;

  private static final int QUERIES = 64;

  /** Rows above a query's floor: a search of a large gallery has a higher one. */
  private static final int ABOVE = 4;

  /** What a row costs that is compared in full, beside its floats: it is in no near cache. */
  private static final double COMPARISON = 1500;

  /** Bounds have to cost less than this share of comparing all rows. */
  private static final double WORTHWHILE = 0.7;

  private final int dimension;
  private final int[] counts;
  private final double[][] queries;
  private final double[][] rows;

  private DirectionTrial(UnitVectors sample, float[] directions) {
    this.dimension = sample.dimension();
    this.counts =
        IntStream.range(1, PARTS).map(n -> dimension * n / PARTS).filter(n -> n > 0).toArray();
    int some = Math.min(QUERIES, sample.size() / 2);
    double[][] turned =
        IntStream.range(0, sample.size())
            .mapToObj(i -> turn(sample.row(i), directions))
            .toArray(double[][]::new);
    // A sample is drawn in the rows' order; the first ones may all be of one kind.
    int stride = some == 0 ? 1 : sample.size() / some;
    this.queries =
        IntStream.range(0, some).mapToObj(i -> turned[i * stride]).toArray(double[][]::new);
    this.rows =
        IntStream.range(0, sample.size())
            .filter(i -> i % stride != 0)
            .mapToObj(i -> turned[i])
            .toArray(double[][]::new);
  }

  private static double[] turn(float[] row, float[] directions) {
    double[] turned = new double[row.length];
    for (int n = 0; n < row.length; n++) {
      for (int k = 0; k < row.length; k++) {
        turned[n] += (double) directions[n * row.length + k] * row[k];
      }
    }
    return turned;
  }

  /** How many directions are cheapest, 0 if none pay. */
  static int cheapest(UnitVectors sample, float[] directions) {
    return new DirectionTrial(sample, directions).cheapest();
  }

  private int cheapest() {
    double[] shares = survivors();
    double least = WORTHWHILE * dimension;
    int best = 0;
    for (int n = 0; n < counts.length; n++) {
      double cost = counts[n] + 1 + shares[n] * (COMPARISON + dimension);
      if (cost < least) {
        least = cost;
        best = counts[n];
      }
    }
    return best;
  }

  /** Share of rows that bounds leave, by number of directions. */
  private double[] survivors() {
    double[] shares = new double[counts.length];
    for (double[] query : queries) {
      double[] products = Arrays.stream(rows).mapToDouble(row -> part(query, row, 0)).toArray();
      Arrays.sort(products);
      double floor = products[Math.max(0, products.length - ABOVE)];
      for (double[] row : rows) {
        addSurvived(query, row, floor, shares);
      }
    }
    return Arrays.stream(shares).map(n -> n / queries.length / rows.length).toArray();
  }

  /** Bounds only fall as directions are added. */
  private void addSurvived(double[] query, double[] row, double floor, double[] shares) {
    double product = 0;
    double left = part(query, query, 0);
    double leftOfRow = part(row, row, 0);
    int k = 0;
    for (int n = 0; n < counts.length; n++) {
      for (; k < counts[n]; k++) {
        product += query[k] * row[k];
        left -= query[k] * query[k];
        leftOfRow -= row[k] * row[k];
      }
      if (product + Math.sqrt(Math.max(0, left) * Math.max(0, leftOfRow)) < floor) {
        return;
      }
      shares[n]++;
    }
  }

  private static double part(double[] a, double[] b, int from) {
    double sum = 0;
    for (int k = from; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
