package dev.routeface.eval.features;

import dev.routeface.sdk.math.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What is suspicious about features, though every figure can be computed: people who report absurd
 * MegaFace figures mostly have one of these.
 *
 * @param rows how many there are
 * @param otherLength rows whose length is not 1
 * @param zero rows of zeros, their names
 * @param repeated rows that are equal to another one before them
 */
public record FeatureCheck(int rows, int otherLength, List<String> zero, int repeated) {
  /** How far a length may be from 1. */
  private static final double UNIT = 1e-3;

  private static final String ZEROS =
      "; by the devkit's score zeros are nearer to every probe than most faces, and a distractor of"
          + " zeros is a false match everywhere";

  public FeatureCheck {
    zero = List.copyOf(zero);
  }

  /**
   * @param name of a row, for messages
   */
  public static FeatureCheck of(Rows rows, IntFunction<String> name) {
    double[] lengths = new double[rows.size()];
    long[] marks = new long[rows.size()];
    rows.forEach(
        (row, vector) -> {
          lengths[row] = length(vector);
          marks[row] = mark(vector);
        });
    List<String> zero = new ArrayList<>();
    int other = 0;
    for (int row = 0; row < lengths.length; row++) {
      other += Math.abs(lengths[row] - 1) > UNIT ? 1 : 0;
      if (lengths[row] == 0) {
        zero.add(name.apply(row));
      }
    }
    return new FeatureCheck(lengths.length, other, zero, repeated(marks));
  }

  private static int repeated(long[] marks) {
    Arrays.sort(marks);
    int repeated = 0;
    for (int i = 1; i < marks.length; i++) {
      repeated += marks[i] == marks[i - 1] ? 1 : 0;
    }
    return repeated;
  }

  private static double length(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    return Math.sqrt(square);
  }

  /** 64 bits that equal vectors share, and others almost never. */
  private static long mark(float[] vector) {
    long mark = 1125899906842597L;
    for (float value : vector) {
      mark = (mark ^ Float.floatToIntBits(value)) * 0x9E3779B97F4A7C15L;
      mark ^= mark >>> 32;
    }
    return mark;
  }

  /**
   * One line for each thing to know; none if there is nothing.
   *
   * @param scaled whether features are scaled to length 1 before they are compared, so that lengths
   *     say nothing
   */
  public List<String> warnings(String where, boolean scaled) {
    List<String> lines = new ArrayList<>();
    if (otherLength > 0 && !scaled) {
      lines.add(
          "%s: %d of %d features are not of length 1; the devkit's score then is not the cosine, and figures may be too good as well as too bad; --metric cosine ignores lengths"
              .formatted(where, otherLength, rows));
    }
    if (!zero.isEmpty()) {
      lines.add(
          "%s: %d of %d features are zeros, the first is %s%s"
              .formatted(where, zero.size(), rows, zero.get(0), scaled ? "" : ZEROS));
    }
    if (repeated > 0) {
      lines.add("%s: %d of %d features repeat another one".formatted(where, repeated, rows));
    }
    return lines;
  }
}
