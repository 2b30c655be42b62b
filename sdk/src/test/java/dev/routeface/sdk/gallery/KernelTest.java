package dev.routeface.sdk.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kernels against sums in double, within what a sum of floats may miss. */
class KernelTest {
  private static Stream<Kernel> kernels() {
    return Stream.of(new PlainKernel(), new VectorKernel());
  }

  private static float[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Prime lengths, and lengths that no vector divides. */
  @ParameterizedTest
  @MethodSource("kernels")
  void givesTheProductOfEveryRow(Kernel kernel) {
    for (int dimension : new int[] {1, 7, 8, 9, 16, 31, 64, 65, 127, 512, 1021}) {
      for (int count : new int[] {0, 1, 3}) {
        float[] vector = random(dimension, 1);
        float[] rows = random(count * dimension, 2);
        float[] products = new float[count + 1];
        products[count] = Float.NaN;
        kernel.dots(vector, rows, count, products);
        for (int row = 0; row < count; row++) {
          assertProduct(vector, 0, rows, row * dimension, 1, dimension, products[row]);
        }
        assertEquals(Float.NaN, products[count]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void addsSomeDimensionsToTheSumsOfAPanel(Kernel kernel) {
    int width = kernel.width();
    float[] vector = random(40, 1);
    float[] panel = random(13 * width, 2);
    float[] sums = new float[width];
    kernel.add(vector, 20, panel, 0, sums);
    kernel.add(vector, 20, panel, 13, sums);
    for (int row = 0; row < width; row++) {
      assertProduct(vector, 20, panel, row, width, 13, sums[row]);
    }
    float[] once = sums.clone();
    kernel.add(vector, 20, new float[13 * width], 13, sums);
    for (int row = 0; row < width; row++) {
      assertEquals(once[row], sums[row]);
    }
  }

  private static void assertProduct(
      float[] a, int from, float[] b, int first, int stride, int count, float found) {
    double sum = 0;
    double most = 0;
    for (int k = 0; k < count; k++) {
      double product = (double) a[from + k] * b[first + k * stride];
      sum += product;
      most += Math.abs(product);
    }
    double allowed = Directions.relativeError(count) * most;
    double exact = sum;
    assertTrue(Math.abs(sum - found) <= allowed, () -> exact + " and " + found);
  }

  @Test
  void choosesVectorsWhereTheirModuleIs() {
    assertInstanceOf(VectorKernel.class, Kernel.here());
    assertInstanceOf(PlainKernel.class, Kernel.of(false));
    assertEquals("plain Java", Kernel.of(false).name());
  }
}
