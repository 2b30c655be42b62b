package dev.routeface.sdk.gallery;

/** What is meant, and what runs where the vector module is absent. */
final class PlainKernel implements Kernel {
  private static final int WIDTH = 64;

  @Override
  public String name() {
    return "plain Java";
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public void dots(float[] vector, float[] rows, int count, float[] products) {
    for (int i = 0; i < count; i++) {
      products[i] = dot(vector, rows, i * vector.length);
    }
  }

  /** Four sums at once, because each waits four cycles for its next step. */
  private static float dot(float[] vector, float[] rows, int row) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int k = 0;
    for (; k + 4 <= vector.length; k += 4) {
      s0 = Math.fma(vector[k], rows[row + k], s0);
      s1 = Math.fma(vector[k + 1], rows[row + k + 1], s1);
      s2 = Math.fma(vector[k + 2], rows[row + k + 2], s2);
      s3 = Math.fma(vector[k + 3], rows[row + k + 3], s3);
    }
    for (; k < vector.length; k++) {
      s0 = Math.fma(vector[k], rows[row + k], s0);
    }
    return s0 + s1 + (s2 + s3);
  }

  @Override
  public void add(float[] vector, int from, float[] panel, int dimensions, float[] sums) {
    for (int k = 0; k < dimensions; k++) {
      float factor = vector[from + k];
      for (int row = 0; row < WIDTH; row++) {
        sums[row] = Math.fma(factor, panel[k * WIDTH + row], sums[row]);
      }
    }
  }
}
