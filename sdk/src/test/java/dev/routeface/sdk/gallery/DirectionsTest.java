package dev.routeface.sdk.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DirectionsTest {
  private static final int DIMENSION = 64;

  /** Energy falls by {@code fall} in each dimension. */
  private static UnitVectors rows(int count, double fall, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.exp(-fall * (i % DIMENSION)));
    }
    return UnitVectors.normalise(DIMENSION, values);
  }

  private static Directions first(int count, UnitVectors sample) {
    return Directions.first(count, DIMENSION, Directions.eigenvectors(sample)).orElseThrow();
  }

  /** Vectors with themselves are the closest case: the bound is all but their square. */
  @Test
  void boundsAreNeverBelowAProductAndCloseToThatOfAVectorWithItself() {
    for (int count : new int[] {1, 5, 32, 63, 64}) {
      Directions directions = first(count, rows(500, 0.1, 1));
      UnitVectors some = rows(100, count % 2 == 0 ? 0.1 : 0, 2);
      for (Kernel kernel : new Kernel[] {new PlainKernel(), new VectorKernel()}) {
        for (int a = 0; a < some.size(); a++) {
          for (int b = 0; b <= a; b++) {
            float bound = bound(kernel, directions, some.row(a), some.row(b));
            assertTrue(bound >= Rows.product(some.row(a), some.row(b)), a + " and " + b);
            assertTrue(a != b || bound < 1.01, "bound " + bound);
          }
        }
      }
    }
  }

  private static float bound(Kernel kernel, Directions directions, float[] a, float[] b) {
    return Rows.product(numbers(kernel, directions, a), numbers(kernel, directions, b));
  }

  private static float[] numbers(Kernel kernel, Directions directions, float[] vector) {
    float[] numbers = new float[directions.numbers()];
    directions.project(kernel, vector, numbers);
    return numbers;
  }

  /** Rows in a plane: two directions hold all of them. */
  @Test
  void findsThePlaneInWhichRowsLie() {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[100 * DIMENSION];
    for (int row = 0; row < 100; row++) {
      values[row * DIMENSION + 3] = (float) random.nextGaussian();
      values[row * DIMENSION + 60] = (float) random.nextGaussian();
    }
    UnitVectors plane = UnitVectors.normalise(DIMENSION, values);
    Directions directions = first(2, plane);
    for (int row = 0; row < 100; row++) {
      float[] numbers = numbers(new PlainKernel(), directions, plane.row(row));
      assertTrue(numbers[2] < 0.05, "left: " + numbers[2]);
    }
  }

  @Test
  void takesFewDirectionsOfSteepEnergyAndNoneOfEven() {
    // A compared row costs as much as some 1,500 dimensions, so that many must be saved.
    UnitVectors steep = wide(0.02);
    int count = Directions.of(steep).map(Directions::count).orElse(0);
    assertTrue(count > 0 && count < 200, count + " directions");
    assertEquals(Optional.empty(), Directions.of(wide(0)).map(Directions::count));
  }

  private static UnitVectors wide(double fall) {
    int dimension = 256;
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[1000 * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.exp(-fall * (i % dimension)));
    }
    return UnitVectors.normalise(dimension, values);
  }

  @Test
  void trustsNoDirectionsThatAreNotOrthogonal() {
    float[] same = new float[DIMENSION * DIMENSION];
    same[0] = 1;
    same[DIMENSION] = 1;
    assertEquals(Optional.empty(), Directions.first(2, DIMENSION, same));
    assertTrue(Directions.first(1, DIMENSION, same).isPresent());
  }

  @Test
  void takesASampleOfOneRow() {
    assertEquals(Optional.empty(), Directions.of(rows(1, 0, 1)));
  }
}
