package dev.routeface.sdk.gallery;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The same in vector instructions of the machine's own width. Vectors never leave a method: where
 * one does and is not inlined, it becomes an object.
 */
final class VectorKernel implements Kernel {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int STEP = LANES.length();

  private final float[] lanes = new float[STEP];

  @Override
  public String name() {
    return "vectors of %d bits".formatted(LANES.vectorBitSize());
  }

  @Override
  public int width() {
    return 4 * STEP;
  }

  /** The lanes are added up outside: the compiler would add them one after the other. */
  @Override
  public void dots(float[] vector, float[] rows, int count, float[] products) {
    int whole = LANES.loopBound(vector.length);
    for (int i = 0; i < count; i++) {
      int row = i * vector.length;
      lanesOf(vector, rows, row, lanes);
      float sum = 0;
      for (int k = whole; k < vector.length; k++) {
        sum = Math.fma(vector[k], rows[row + k], sum);
      }
      for (int half = STEP / 2; half > 0; half /= 2) {
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
    int k = 0;
    for (; k <= vector.length - 4 * STEP; k += 4 * STEP) {
      s0 = load(vector, k).fma(load(rows, row + k), s0);
      s1 = load(vector, k + STEP).fma(load(rows, row + k + STEP), s1);
      s2 = load(vector, k + 2 * STEP).fma(load(rows, row + k + 2 * STEP), s2);
      s3 = load(vector, k + 3 * STEP).fma(load(rows, row + k + 3 * STEP), s3);
    }
    for (; k <= vector.length - STEP; k += STEP) {
      s0 = load(vector, k).fma(load(rows, row + k), s0);
    }
    s0.add(s1).add(s2.add(s3)).intoArray(lanes, 0);
  }

  @Override
  public void add(float[] vector, int from, float[] panel, int dimensions, float[] sums) {
    FloatVector s0 = load(sums, 0);
    FloatVector s1 = load(sums, STEP);
    FloatVector s2 = load(sums, 2 * STEP);
    FloatVector s3 = load(sums, 3 * STEP);
    for (int k = 0; k < dimensions; k++) {
      FloatVector factor = FloatVector.broadcast(LANES, vector[from + k]);
      int at = k * 4 * STEP;
      s0 = factor.fma(load(panel, at), s0);
      s1 = factor.fma(load(panel, at + STEP), s1);
      s2 = factor.fma(load(panel, at + 2 * STEP), s2);
      s3 = factor.fma(load(panel, at + 3 * STEP), s3);
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, STEP);
    s2.intoArray(sums, 2 * STEP);
    s3.intoArray(sums, 3 * STEP);
  }

  private static FloatVector load(float[] values, int from) {
    return FloatVector.fromArray(LANES, values, from);
  }
}
