package dev.routeface.eval.rank;

import java.util.Arrays;
import java.util.function.DoubleToIntFunction;
import java.util.stream.IntStream;

/**
 * Projected vectors (see {@link Projection}) in whole numbers of 16 bits, packed. Let {@code x} be
 * what a probe's bounds are made of, its products with the directions and the length of what they
 * leave out, {@code y} the same of a row, {@code S} a scale, {@code x'} and {@code y'} what {@code
 * S x} and {@code S y} are rounded to, {@code d} and {@code e} what rounding takes away. Then (an
 * identity; Cauchy and Schwarz)
 *
 * <pre>S^2 x . y  =  x' . y' + d . S y + x' . e  &lt;=  x' . y' + |d| |S y| + |x'| |e|</pre>
 *
 * <p>Where neither {@code S x} and {@code x'} nor {@code S y} and {@code y'} are longer than {@code
 * R}, the second term is at most {@code R |d|}, taken off what the probe's bounds have to reach;
 * and the third at most {@code R |e|}, of which a row has a {@code K}-th, rounded up, in the place
 * where a probe has {@code K}. A bound is again a product of vectors, and a sum of shorts may
 * overflow on its way where its end does not: it lies from {@code -R^2} to {@code R^2 + K T}, if no
 * row has more than {@code T} in that place. A row that does not keep to {@code R} and {@code T} is
 * never dismissed, and a probe that does not keep to {@code R} must not ask. Decision 9 has the
 * numbers.
 */
final class Quantised {
  /** {@code S}: whole numbers in a unit. */
  static final int SCALE = 172;

  /** {@code R}: more than {@code S} by what rounding and a projection's slack may add. */
  static final int LONGEST = 176;

  /** {@code K}: a probe's factor of the rows' errors. */
  static final int FACTOR = 16;

  /** What a row that is never dismissed has in the last place, and nowhere else anything. */
  static final int ALWAYS = Short.MAX_VALUE / FACTOR;

  /** {@code T}: the most that another row has there. */
  static final int MOST = (Short.MAX_VALUE - LONGEST * LONGEST) / FACTOR;

  /** Added and taken off again, it leaves the nearest whole number of a double. */
  private static final double ROUND = 0x1.8p52;

  private final int width;
  private final short[][] panels;

  /** By vector: {@code |d|}, or no number where {@code R} or {@code T} is not kept to. */
  private final double[] errors;

  /**
   * Room for so many vectors.
   *
   * @param numbers of each
   * @param width of them abreast; a multiple of the width of what is taken
   */
  Quantised(int vectors, int numbers, int width) {
    this.width = width;
    this.panels = new short[(vectors + width - 1) / width][numbers * width];
    this.errors = new double[vectors];
  }

  /** Projected probes, as many abreast as before. */
  static Quantised probes(float[][] blocks, int probes) {
    int numbers = blocks.length == 0 ? 0 : blocks[0].length / Kernel.PROBES;
    Quantised quantised = new Quantised(probes, numbers, Kernel.PROBES);
    quantised.take(blocks, Kernel.PROBES, error -> FACTOR);
    return quantised;
  }

  /**
   * Takes projected rows, in place of those before.
   *
   * @param from how many of them are abreast
   */
  void takeRows(float[][] rows, int from) {
    take(rows, from, error -> (int) Math.ceil(LONGEST * error / FACTOR));
  }

  int vectors() {
    return errors.length;
  }

  short[][] panels() {
    return panels;
  }

  /** Whether all vectors keep to {@code R} and {@code T}. */
  boolean sound() {
    return Arrays.stream(errors).noneMatch(Double::isNaN);
  }

  /**
   * What a probe's bounds with rows have to reach; below that, a product is below {@code product}.
   * The part of a whole number that is left over is more than all rounding of doubles.
   */
  short least(int probe, float product) {
    double least = Math.floor((double) SCALE * SCALE * product - LONGEST * errors[probe]);
    return least > Short.MIN_VALUE ? (short) Math.min(least, FACTOR * ALWAYS) : Short.MIN_VALUE;
  }

  private void take(float[][] others, int from, DoubleToIntFunction last) {
    IntStream.range(0, others.length)
        .parallel()
        .forEach(n -> take(others[n], n * from, from, last));
  }

  /** One panel, which may be a part of one here. */
  private void take(float[] other, int first, int from, DoubleToIntFunction last) {
    short[] panel = panels[first / width];
    int at = first % width;
    int end = panel.length - width;
    Norms norms = new Norms(from);
    for (int k = 0; k < end / width; k++) {
      norms.round(other, k * from, panel, k * width + at);
    }
    for (int i = 0; i < from && first + i < errors.length; i++) {
      double error = norms.error(i, other[other.length - from + i]);
      errors[first + i] = error;
      if (Double.isNaN(error)) {
        clear(panel, at + i);
      }
      panel[end + at + i] = (short) (Double.isNaN(error) ? ALWAYS : last.applyAsInt(error));
    }
  }

  private void clear(short[] panel, int lane) {
    for (int k = lane; k < panel.length; k += width) {
      panel[k] = 0;
    }
  }

  /** Squares of the norms of a few vectors side by side, number by number. */
  private record Norms(double[] scaled, double[] rounded, double[] errors) {
    Norms(int vectors) {
      this(new double[vectors], new double[vectors], new double[vectors]);
    }

    /** In doubles, where a float times the scale, and what rounding takes away, are exact. */
    void round(float[] from, int first, short[] to, int at) {
      for (int i = 0; i < errors.length; i++) {
        double number = (double) SCALE * from[first + i];
        double nearest = number + ROUND - ROUND;
        double error = number - nearest;
        scaled[i] += number * number;
        rounded[i] += nearest * nearest;
        errors[i] += error * error;
        to[at + i] = (short) nearest;
      }
    }

    /**
     * @param last what stands in the vector's last place: infinite for one without a bound
     */
    double error(int i, float last) {
      double longest = Math.max(scaled[i], rounded[i]);
      double error = Math.sqrt(errors[i]);
      boolean sound =
          longest <= LONGEST * LONGEST && LONGEST * error <= FACTOR * MOST && Float.isFinite(last);
      return sound ? error : Double.NaN;
    }
  }
}
