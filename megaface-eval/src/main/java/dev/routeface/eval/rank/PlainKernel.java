package dev.routeface.eval.rank;

/**
 * The specification, and what runs where the vector module is absent. The inner loop goes over
 * gallery rows, which HotSpot vectorises on its own without touching the order of any one sum.
 */
public record PlainKernel() implements Kernel {
  private static final int WIDTH = 256;

  /** Dimensions at a time, in arrays of their own: HotSpot vectorises no sum with an offset. */
  private static final int STEP = 4;

  @Override
  public String name() {
    return "plain Java";
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public void products(float[] probes, float[] gallery, float[][] scores, int first) {
    float[][] sums = new float[PROBES][WIDTH];
    float[][] rows = new float[STEP][WIDTH];
    int dimension = probes.length / PROBES;
    for (int k = 0; k < dimension; k += STEP) {
      int some = Math.min(STEP, dimension - k);
      for (int i = 0; i < some; i++) {
        System.arraycopy(gallery, (k + i) * WIDTH, rows[i], 0, WIDTH);
      }
      for (int probe = 0; probe < PROBES; probe++) {
        add(sums[probe], probes, k * PROBES + probe, rows, some);
      }
    }
    for (int probe = 0; probe < PROBES; probe++) {
      System.arraycopy(sums[probe], 0, scores[probe], first, WIDTH);
    }
  }

  private static void add(float[] sums, float[] probes, int at, float[][] rows, int some) {
    if (some == STEP) {
      addFour(sums, probes, at, rows);
      return;
    }
    for (int i = 0; i < some; i++) {
      addOne(sums, probes[at + i * PROBES], rows[i]);
    }
  }

  /** Four dimensions a step, so that the sums are loaded and stored a quarter as often. */
  private static void addFour(float[] sums, float[] probes, int at, float[][] rows) {
    float p0 = probes[at];
    float p1 = probes[at + PROBES];
    float p2 = probes[at + 2 * PROBES];
    float p3 = probes[at + 3 * PROBES];
    float[] r0 = rows[0];
    float[] r1 = rows[1];
    float[] r2 = rows[2];
    float[] r3 = rows[3];
    for (int row = 0; row < sums.length; row++) {
      float two = Math.fma(p1, r1[row], Math.fma(p0, r0[row], sums[row]));
      sums[row] = Math.fma(p3, r3[row], Math.fma(p2, r2[row], two));
    }
  }

  private static void addOne(float[] sums, float factor, float[] rows) {
    for (int row = 0; row < sums.length; row++) {
      sums[row] = Math.fma(factor, rows[row], sums[row]);
    }
  }

  @Override
  public int shortWidth() {
    return WIDTH;
  }

  @Override
  public void products(short[] probes, short[] gallery, short[][] products, int first) {
    short[][] sums = new short[PROBES][WIDTH];
    short[] row = new short[WIDTH];
    for (int k = 0; k < probes.length / PROBES; k++) {
      System.arraycopy(gallery, k * WIDTH, row, 0, WIDTH);
      for (int probe = 0; probe < PROBES; probe++) {
        addOne(sums[probe], probes[k * PROBES + probe], row);
      }
    }
    for (int probe = 0; probe < PROBES; probe++) {
      System.arraycopy(sums[probe], 0, products[probe], first, WIDTH);
    }
  }

  private static void addOne(short[] sums, short factor, short[] rows) {
    for (int row = 0; row < sums.length; row++) {
      sums[row] += (short) (factor * rows[row]);
    }
  }

  @Override
  public void countAbove(float[] scores, float[] thresholds, int[] above) {
    for (float score : scores) {
      for (int n = 0; n < thresholds.length && score > thresholds[n]; n++) {
        above[n]++;
      }
    }
  }

  @Override
  public int select(float[] scores, float floor, int[] chosen) {
    int count = 0;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] >= floor) {
        chosen[count++] = i;
      }
    }
    return count;
  }

  @Override
  public int select(short[] scores, short floor, int[] chosen) {
    int count = 0;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] >= floor) {
        chosen[count++] = i;
      }
    }
    return count;
  }

  @Override
  public void dots(float[] vector, float[] rows, int[] chosen, int count, float[] products) {
    for (int i = 0; i < count; i++) {
      float sum = 0;
      for (int k = 0; k < vector.length; k++) {
        sum = Math.fma(vector[k], rows[chosen[i] * vector.length + k], sum);
      }
      products[i] = sum;
    }
  }
}
