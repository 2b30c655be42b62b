package dev.routeface.eval.rank;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The same in vector instructions of the machine's own width. Vectors never leave a method: where
 * one does and is not inlined, it becomes an object and the speed falls to a fifteenth.
 */
public record VectorKernel() implements Kernel {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;

  @Override
  public String name() {
    return "vectors of %d bits".formatted(LANES.vectorBitSize());
  }

  @Override
  public int width() {
    return 2 * LANES.length();
  }

  /**
   * An outer product: 16 sums stay in registers, and each step of 16 multiply-adds loads two
   * vectors and eight numbers. Written out, because the compiler keeps no array in registers.
   */
  @Override
  public void products(float[] probes, float[] gallery, float[][] scores, int first) {
    FloatVector a0 = FloatVector.zero(LANES);
    FloatVector b0 = FloatVector.zero(LANES);
    FloatVector a1 = FloatVector.zero(LANES);
    FloatVector b1 = FloatVector.zero(LANES);
    FloatVector a2 = FloatVector.zero(LANES);
    FloatVector b2 = FloatVector.zero(LANES);
    FloatVector a3 = FloatVector.zero(LANES);
    FloatVector b3 = FloatVector.zero(LANES);
    FloatVector a4 = FloatVector.zero(LANES);
    FloatVector b4 = FloatVector.zero(LANES);
    FloatVector a5 = FloatVector.zero(LANES);
    FloatVector b5 = FloatVector.zero(LANES);
    FloatVector a6 = FloatVector.zero(LANES);
    FloatVector b6 = FloatVector.zero(LANES);
    FloatVector a7 = FloatVector.zero(LANES);
    FloatVector b7 = FloatVector.zero(LANES);
    for (int k = 0; k < probes.length / PROBES; k++) {
      FloatVector left = FloatVector.fromArray(LANES, gallery, k * 2 * LANES.length());
      FloatVector right = FloatVector.fromArray(LANES, gallery, (k * 2 + 1) * LANES.length());
      FloatVector p0 = FloatVector.broadcast(LANES, probes[k * PROBES + 0]);
      a0 = p0.fma(left, a0);
      b0 = p0.fma(right, b0);
      FloatVector p1 = FloatVector.broadcast(LANES, probes[k * PROBES + 1]);
      a1 = p1.fma(left, a1);
      b1 = p1.fma(right, b1);
      FloatVector p2 = FloatVector.broadcast(LANES, probes[k * PROBES + 2]);
      a2 = p2.fma(left, a2);
      b2 = p2.fma(right, b2);
      FloatVector p3 = FloatVector.broadcast(LANES, probes[k * PROBES + 3]);
      a3 = p3.fma(left, a3);
      b3 = p3.fma(right, b3);
      FloatVector p4 = FloatVector.broadcast(LANES, probes[k * PROBES + 4]);
      a4 = p4.fma(left, a4);
      b4 = p4.fma(right, b4);
      FloatVector p5 = FloatVector.broadcast(LANES, probes[k * PROBES + 5]);
      a5 = p5.fma(left, a5);
      b5 = p5.fma(right, b5);
      FloatVector p6 = FloatVector.broadcast(LANES, probes[k * PROBES + 6]);
      a6 = p6.fma(left, a6);
      b6 = p6.fma(right, b6);
      FloatVector p7 = FloatVector.broadcast(LANES, probes[k * PROBES + 7]);
      a7 = p7.fma(left, a7);
      b7 = p7.fma(right, b7);
    }
    a0.intoArray(scores[0], first);
    b0.intoArray(scores[0], first + LANES.length());
    a1.intoArray(scores[1], first);
    b1.intoArray(scores[1], first + LANES.length());
    a2.intoArray(scores[2], first);
    b2.intoArray(scores[2], first + LANES.length());
    a3.intoArray(scores[3], first);
    b3.intoArray(scores[3], first + LANES.length());
    a4.intoArray(scores[4], first);
    b4.intoArray(scores[4], first + LANES.length());
    a5.intoArray(scores[5], first);
    b5.intoArray(scores[5], first + LANES.length());
    a6.intoArray(scores[6], first);
    b6.intoArray(scores[6], first + LANES.length());
    a7.intoArray(scores[7], first);
    b7.intoArray(scores[7], first + LANES.length());
  }

  @Override
  public int shortWidth() {
    return 2 * SHORTS.length();
  }

  /** Written out in the same way; both operations keep the last 16 bits of what they make. */
  @Override
  public void products(short[] probes, short[] gallery, short[][] products, int first) {
    ShortVector a0 = ShortVector.zero(SHORTS);
    ShortVector b0 = ShortVector.zero(SHORTS);
    ShortVector a1 = ShortVector.zero(SHORTS);
    ShortVector b1 = ShortVector.zero(SHORTS);
    ShortVector a2 = ShortVector.zero(SHORTS);
    ShortVector b2 = ShortVector.zero(SHORTS);
    ShortVector a3 = ShortVector.zero(SHORTS);
    ShortVector b3 = ShortVector.zero(SHORTS);
    ShortVector a4 = ShortVector.zero(SHORTS);
    ShortVector b4 = ShortVector.zero(SHORTS);
    ShortVector a5 = ShortVector.zero(SHORTS);
    ShortVector b5 = ShortVector.zero(SHORTS);
    ShortVector a6 = ShortVector.zero(SHORTS);
    ShortVector b6 = ShortVector.zero(SHORTS);
    ShortVector a7 = ShortVector.zero(SHORTS);
    ShortVector b7 = ShortVector.zero(SHORTS);
    for (int k = 0; k < probes.length / PROBES; k++) {
      ShortVector left = ShortVector.fromArray(SHORTS, gallery, k * 2 * SHORTS.length());
      ShortVector right = ShortVector.fromArray(SHORTS, gallery, (k * 2 + 1) * SHORTS.length());
      ShortVector p0 = ShortVector.broadcast(SHORTS, probes[k * PROBES + 0]);
      a0 = p0.mul(left).add(a0);
      b0 = p0.mul(right).add(b0);
      ShortVector p1 = ShortVector.broadcast(SHORTS, probes[k * PROBES + 1]);
      a1 = p1.mul(left).add(a1);
      b1 = p1.mul(right).add(b1);
      ShortVector p2 = ShortVector.broadcast(SHORTS, probes[k * PROBES + 2]);
      a2 = p2.mul(left).add(a2);
      b2 = p2.mul(right).add(b2);
      ShortVector p3 = ShortVector.broadcast(SHORTS, probes[k * PROBES + 3]);
      a3 = p3.mul(left).add(a3);
      b3 = p3.mul(right).add(b3);
      ShortVector p4 = ShortVector.broadcast(SHORTS, probes[k * PROBES + 4]);
      a4 = p4.mul(left).add(a4);
      b4 = p4.mul(right).add(b4);
      ShortVector p5 = ShortVector.broadcast(SHORTS, probes[k * PROBES + 5]);
      a5 = p5.mul(left).add(a5);
      b5 = p5.mul(right).add(b5);
      ShortVector p6 = ShortVector.broadcast(SHORTS, probes[k * PROBES + 6]);
      a6 = p6.mul(left).add(a6);
      b6 = p6.mul(right).add(b6);
      ShortVector p7 = ShortVector.broadcast(SHORTS, probes[k * PROBES + 7]);
      a7 = p7.mul(left).add(a7);
      b7 = p7.mul(right).add(b7);
    }
    a0.intoArray(products[0], first);
    b0.intoArray(products[0], first + SHORTS.length());
    a1.intoArray(products[1], first);
    b1.intoArray(products[1], first + SHORTS.length());
    a2.intoArray(products[2], first);
    b2.intoArray(products[2], first + SHORTS.length());
    a3.intoArray(products[3], first);
    b3.intoArray(products[3], first + SHORTS.length());
    a4.intoArray(products[4], first);
    b4.intoArray(products[4], first + SHORTS.length());
    a5.intoArray(products[5], first);
    b5.intoArray(products[5], first + SHORTS.length());
    a6.intoArray(products[6], first);
    b6.intoArray(products[6], first + SHORTS.length());
    a7.intoArray(products[7], first);
    b7.intoArray(products[7], first + SHORTS.length());
  }

  @Override
  public void countAbove(float[] scores, float[] thresholds, int[] above) {
    int whole = thresholds.length == 0 ? 0 : LANES.loopBound(scores.length);
    for (int i = 0; i < whole; i += LANES.length()) {
      FloatVector some = FloatVector.fromArray(LANES, scores, i);
      for (int n = 0; n < thresholds.length; n++) {
        VectorMask<Float> hits = some.compare(VectorOperators.GT, thresholds[n]);
        if (!hits.anyTrue()) {
          break;
        }
        above[n] += hits.trueCount();
      }
    }
    countOneByOne(scores, whole, thresholds, above);
  }

  private static void countOneByOne(float[] scores, int from, float[] thresholds, int[] above) {
    for (int i = from; i < scores.length; i++) {
      for (int n = 0; n < thresholds.length && scores[i] > thresholds[n]; n++) {
        above[n]++;
      }
    }
  }

  /** Four vectors at a time: a test whether any lane is chosen costs more than what it tests. */
  @Override
  public int select(float[] scores, float floor, int[] chosen) {
    int lanes = LANES.length();
    float below = Math.nextDown(floor);
    int count = 0;
    int i = 0;
    for (; i <= scores.length - 4 * lanes; i += 4 * lanes) {
      IntVector first = difference(below, scores, i).or(difference(below, scores, i + lanes));
      IntVector second =
          difference(below, scores, i + 2 * lanes).or(difference(below, scores, i + 3 * lanes));
      if (first.or(second).compare(VectorOperators.LT, 0).anyTrue()) {
        for (int j = i; j < i + 4 * lanes; j += lanes) {
          if (difference(below, scores, j).compare(VectorOperators.LT, 0).anyTrue()) {
            count = selectOneByOne(scores, j, j + lanes, floor, chosen, count);
          }
        }
      }
    }
    return selectOneByOne(scores, i, scores.length, floor, chosen, count);
  }

  /** Negative, as a float and as these bits, where a score is above {@code below}. */
  private static IntVector difference(float below, float[] scores, int from) {
    return FloatVector.broadcast(LANES, below).sub(load(scores, from)).reinterpretAsInts();
  }

  /** Writes every index and keeps the right ones: no branch that a processor could guess wrong. */
  private static int selectOneByOne(
      float[] scores, int from, int to, float floor, int[] chosen, int before) {
    int count = before;
    for (int i = from; i < to; i++) {
      chosen[count] = i;
      count += scores[i] < floor ? 0 : 1;
    }
    return count;
  }

  /** Four vectors at a time as well, of which the greatest lanes say whether any is chosen. */
  @Override
  public int select(short[] scores, short floor, int[] chosen) {
    int lanes = SHORTS.length();
    int count = 0;
    int i = 0;
    for (; i <= scores.length - 4 * lanes; i += 4 * lanes) {
      ShortVector first = load(scores, i).max(load(scores, i + lanes));
      ShortVector second = load(scores, i + 2 * lanes).max(load(scores, i + 3 * lanes));
      if (first.max(second).compare(VectorOperators.GE, floor).anyTrue()) {
        for (int j = i; j < i + 4 * lanes; j += lanes) {
          if (load(scores, j).compare(VectorOperators.GE, floor).anyTrue()) {
            count = selectOneByOne(scores, j, j + lanes, floor, chosen, count);
          }
        }
      }
    }
    return selectOneByOne(scores, i, scores.length, floor, chosen, count);
  }

  private static int selectOneByOne(
      short[] scores, int from, int to, short floor, int[] chosen, int before) {
    int count = before;
    for (int i = from; i < to; i++) {
      chosen[count] = i;
      count += scores[i] < floor ? 0 : 1;
    }
    return count;
  }

  private static ShortVector load(short[] values, int from) {
    return ShortVector.fromArray(SHORTS, values, from);
  }

  /** The lanes are added up outside: the compiler would add them one after the other. */
  @Override
  public void dots(float[] vector, float[] rows, int[] chosen, int count, float[] products) {
    float[] lanes = new float[LANES.length()];
    int whole = LANES.loopBound(vector.length);
    for (int i = 0; i < count; i++) {
      int row = chosen[i] * vector.length;
      lanesOf(vector, rows, row, lanes);
      float sum = 0;
      for (int k = whole; k < vector.length; k++) {
        sum = Math.fma(vector[k], rows[row + k], sum);
      }
      for (int half = lanes.length / 2; half > 0; half /= 2) {
        for (int k = 0; k < half; k++) {
          lanes[k] += lanes[k + half];
        }
      }
      products[i] = sum + lanes[0];
    }
  }

  /** Four sums at once, because each waits four cycles for its next step. */
  private static void lanesOf(float[] vector, float[] rows, int row, float[] lanes) {
    FloatVector s0 = FloatVector.zero(LANES);
    FloatVector s1 = FloatVector.zero(LANES);
    FloatVector s2 = FloatVector.zero(LANES);
    FloatVector s3 = FloatVector.zero(LANES);
    int step = LANES.length();
    int k = 0;
    for (; k <= vector.length - 4 * step; k += 4 * step) {
      s0 = load(vector, k).fma(load(rows, row + k), s0);
      s1 = load(vector, k + step).fma(load(rows, row + k + step), s1);
      s2 = load(vector, k + 2 * step).fma(load(rows, row + k + 2 * step), s2);
      s3 = load(vector, k + 3 * step).fma(load(rows, row + k + 3 * step), s3);
    }
    for (; k <= vector.length - step; k += step) {
      s0 = load(vector, k).fma(load(rows, row + k), s0);
    }
    s0.add(s1).add(s2.add(s3)).intoArray(lanes, 0);
  }

  private static FloatVector load(float[] values, int from) {
    return FloatVector.fromArray(LANES, values, from);
  }
}
