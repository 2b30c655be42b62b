package dev.routeface.eval.rank;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kernels against plain loops. */
class KernelTest {
  private static Stream<Kernel> kernels() {
    return Stream.of(new PlainKernel(), new VectorKernel());
  }

  /** Every length of a last panel, prime sizes, and dimensions that no vector divides. */
  @ParameterizedTest
  @MethodSource("kernels")
  void givesEveryProductOnceAndToTheBit(Kernel kernel) {
    for (int gallery = 0; gallery <= 33; gallery++) {
      assertProducts(kernel, 3, 5, gallery);
    }
    assertProducts(kernel, 8, 1, 255);
    assertProducts(kernel, 9, 13, 257);
    assertProducts(kernel, 17, 127, 1021);
    assertProducts(kernel, 131, 3, Scores.CHUNK + 41);
    assertProducts(kernel, 0, 3, 4);
  }

  private static void assertProducts(Kernel kernel, int probes, int dimension, int gallery) {
    UnitVectors a = Fixture.random(probes, dimension, 1);
    UnitVectors b = Fixture.random(gallery, dimension, 2);
    float[][] streamed = new float[probes][gallery];
    Arrays.stream(streamed).forEach(row -> Arrays.fill(row, Float.NaN));
    Scores.stream(
        kernel,
        a,
        b,
        (probe, first, scores) ->
            System.arraycopy(scores, 0, streamed[probe], first, scores.length));
    for (int i = 0; i < probes; i++) {
      for (int j = 0; j < gallery; j++) {
        assertEquals(Rows.product(a.row(i), b.row(j)), streamed[i][j]);
      }
    }
  }

  /** Coarse scores, so that many tie with a threshold; negative thresholds and some below all. */
  @ParameterizedTest
  @MethodSource("kernels")
  void countsStrictlyAboveEveryThreshold(Kernel kernel) {
    SplittableRandom random = new SplittableRandom(1);
    for (int length = 0; length <= 67; length++) {
      float[] scores = coarse(length, random);
      float[] thresholds = coarse(length % 7, random);
      Arrays.sort(thresholds);
      int[] above = new int[thresholds.length];
      kernel.countAbove(scores, thresholds, above);
      kernel.countAbove(scores, thresholds, above);
      int[] expected =
          IntStream.range(0, above.length).map(n -> 2 * above(scores, thresholds[n])).toArray();
      assertArrayEquals(expected, above);
    }
  }

  private static float[] coarse(int length, SplittableRandom random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(-9, 10) / 8f;
    }
    return values;
  }

  private static int above(float[] scores, float threshold) {
    int above = 0;
    for (float score : scores) {
      above += score > threshold ? 1 : 0;
    }
    return above;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void countsNoNumberThatIsNone(Kernel kernel) {
    float[] scores = new float[40];
    Arrays.fill(scores, Float.NaN);
    scores[17] = 1;
    int[] above = new int[2];
    kernel.countAbove(scores, new float[] {-2, 0.5f}, above);
    assertArrayEquals(new int[] {1, 1}, above);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void selectsWhatIsNotBelowAFloor(Kernel kernel) {
    SplittableRandom random = new SplittableRandom(2);
    for (int length = 0; length <= 201; length++) {
      float[] scores = coarse(length, random);
      if (length % 5 == 1) {
        scores[random.nextInt(length)] = Float.POSITIVE_INFINITY;
      }
      for (float floor : new float[] {Float.NEGATIVE_INFINITY, -2, 0, 0.125f, 1.125f, 2}) {
        assertSelected(kernel, scores, floor);
      }
      assertSelected(kernel, scores, Math.nextUp(1.125f));
      assertSelected(kernel, scores, Float.POSITIVE_INFINITY);
    }
  }

  private static void assertSelected(Kernel kernel, float[] scores, float floor) {
    int[] chosen = new int[scores.length + 1];
    int count = kernel.select(scores, floor, chosen);
    assertArrayEquals(
        IntStream.range(0, scores.length).filter(i -> scores[i] >= floor).toArray(),
        Arrays.copyOf(chosen, count));
  }

  /** Of the whole range, so that nearly every sum overflows. */
  @ParameterizedTest
  @MethodSource("kernels")
  void keepsTheLastBitsOfProductsOfShorts(Kernel kernel) {
    SplittableRandom random = new SplittableRandom(4);
    int width = kernel.shortWidth();
    assertTrue(width % kernel.width() == 0 && Scores.TILE % width == 0);
    for (int dimension : new int[] {0, 1, 2, 7, 13, 127}) {
      short[] probes = shorts(dimension * Kernel.PROBES, random);
      short[] gallery = shorts(dimension * width, random);
      short[][] products = new short[Kernel.PROBES][width + 3];
      kernel.products(probes, gallery, products, 3);
      for (int probe = 0; probe < Kernel.PROBES; probe++) {
        for (int row = 0; row < width; row++) {
          long sum = 0;
          for (int k = 0; k < dimension; k++) {
            sum += (long) probes[k * Kernel.PROBES + probe] * gallery[k * width + row];
          }
          assertEquals((short) sum, products[probe][3 + row]);
        }
        assertEquals(0, products[probe][2]);
      }
    }
  }

  private static short[] shorts(int length, SplittableRandom random) {
    short[] values = new short[length];
    for (int i = 0; i < length; i++) {
      values[i] = (short) random.nextInt();
    }
    return values;
  }

  /** Few numbers, the ends of the range among them, so that many tie with a floor. */
  @ParameterizedTest
  @MethodSource("kernels")
  void selectsShortsThatAreNotBelowAFloor(Kernel kernel) {
    SplittableRandom random = new SplittableRandom(5);
    short[] some = {Short.MIN_VALUE, -3, 0, 1, 17, Short.MAX_VALUE};
    for (int length = 0; length <= 301; length++) {
      short[] scores = new short[length];
      int most = length % 2 == 0 ? some.length : 3;
      for (int i = 0; i < length; i++) {
        scores[i] = some[random.nextInt(most)];
      }
      for (short floor : new short[] {Short.MIN_VALUE, -3, 0, 1, 2, Short.MAX_VALUE}) {
        int[] chosen = new int[length + 1];
        int count = kernel.select(scores, floor, chosen);
        assertArrayEquals(
            IntStream.range(0, length).filter(i -> scores[i] >= floor).toArray(),
            Arrays.copyOf(chosen, count));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dotsOfSmallNumbersAreExactInAnyOrder(Kernel kernel) {
    SplittableRandom random = new SplittableRandom(3);
    for (int length = 1; length <= 131; length++) {
      float[] vector = coarse(length, random);
      Matrix rows = new Matrix(length, coarse(5 * length, random));
      float[] products = {7, 7, 7};
      kernel.dots(vector, rows.values(), new int[] {4, 0, 2}, 2, products);
      assertArrayEquals(
          new float[] {Rows.product(vector, rows.row(4)), Rows.product(vector, rows.row(0)), 7},
          products);
    }
  }

  @Test
  void namesItself() {
    assertEquals("plain Java", new PlainKernel().name());
    String name = new VectorKernel().name();
    assertTrue(name.matches("vectors of (64|128|256|512) bits"), name);
  }

  @Test
  void takesVectorsWhereTheirModuleIsPresent() {
    assertInstanceOf(VectorKernel.class, Kernel.here());
  }

  /** A JVM without the module, which the tests' own cannot be. */
  @Test
  void takesPlainJavaWhereTheirModuleIsAbsent() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(java, "-cp", System.getProperty("java.class.path"), WithoutModule.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertEquals("plain Java, ranks [1, 0]", printed.strip());
  }

  /** What that JVM runs. */
  static final class WithoutModule {
    public static void main(String[] args) {
      UnitVectors probes = UnitVectors.normalise(2, new float[] {1, 0, 1, 1});
      UnitVectors distractors = UnitVectors.normalise(2, new float[] {3, -1, 0, -1});
      List<Integer> ranks =
          ExactRanks.of(probes, new int[] {0, 0}, distractors).pairs().stream()
              .map(ExactRanks.Pair::rank)
              .toList();
      System.out.println(Kernel.here().name() + ", ranks " + ranks);
    }
  }
}
