package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.math.UnitVectors;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  @Test
  void mimicIsZeroForEqualAndFourForOppositeEmbeddings() {
    UnitVectors rows = random(8, 5);
    assertEquals(0, HeldOut.mimic(rows, rows));
    assertEquals(4, HeldOut.mimic(rows, opposite(rows)), 1e-6);
  }

  @Test
  void mimicIsTwoMinusTwoCosines() {
    UnitVectors student = random(8, 5);
    UnitVectors teacher = student.select(new int[] {1, 2, 3, 4, 0});
    double cosines = 0;
    for (int n = 0; n < 5; n++) {
      cosines += student.cosine(n, (n + 1) % 5) / 5.0;
    }
    assertEquals(2 - 2 * cosines, HeldOut.mimic(student, teacher), 1e-6);
  }

  /** Cosines 1 and 0 to the two identities: log(1 + e^-16). */
  @Test
  void prototypeIsSmallWhereIdentitiesAreApart() {
    UnitVectors rows = UnitVectors.of(2, new float[] {1, 0, 1, 0, 0, 1, 0, 1});
    assertEquals(Math.log1p(Math.exp(-16)), HeldOut.prototype(rows, new int[] {0, 0, 1, 1}), 1e-12);
  }

  @Test
  void prototypeIsTheLogarithmOfTheIdentitiesWhereAllLookAlike() {
    UnitVectors rows = UnitVectors.of(1, new float[] {1, 1, 1, 1, 1, 1});
    assertEquals(Math.log(3), HeldOut.prototype(rows, new int[] {0, 1, 2, 2, 1, 0}), 1e-12);
  }

  /**
   * By hand: the prototype of (1,0) is its sister (0.6,0.8), cosine 0.6; the other identity's sum
   * is (0,2), cosine 0. And so on for the other three.
   */
  @Test
  void prototypeLeavesTheImageItselfOut() {
    UnitVectors rows = UnitVectors.of(2, new float[] {1, 0, 0.6f, 0.8f, 0, 1, 0, 1});
    double first = Math.log(Math.exp(9.6) + 1) - 9.6;
    double second = Math.log(Math.exp(9.6) + Math.exp(12.8)) - 9.6;
    double others = Math.log(Math.exp(16) + Math.exp(16 * 0.8 / Math.sqrt(3.2))) - 16;
    assertEquals(
        (first + second + 2 * others) / 4, HeldOut.prototype(rows, new int[] {0, 0, 1, 1}), 1e-6);
  }

  @Test
  void identitiesWithOneImageOnlyStandInTheWay() {
    UnitVectors rows = UnitVectors.of(2, new float[] {1, 0, 1, 0, 0, 1, -1, 0});
    double with = HeldOut.prototype(rows, new int[] {0, 0, 1, 2});
    assertEquals(Math.log(1 + Math.exp(-16) + Math.exp(-32)), with, 1e-9);
  }

  @Test
  void withoutAPairThereIsNothingToMeasure() {
    assertEquals(0, HeldOut.prototype(random(8, 3), new int[] {0, 1, 2}));
    assertEquals(0, HeldOut.prototype(random(8, 0), new int[0]));
  }

  @Test
  void orderAndNamesOfIdentitiesDoNotMatter() {
    UnitVectors rows = random(8, 6);
    double loss = HeldOut.prototype(rows, new int[] {0, 0, 1, 1, 2, 2});
    UnitVectors mixed = rows.select(new int[] {5, 0, 3, 4, 1, 2});
    assertTrue(loss > 0);
    assertEquals(loss, HeldOut.prototype(mixed, new int[] {0, 2, 1, 0, 2, 1}), 1e-12);
  }

  private static UnitVectors random(int dimension, int rows) {
    SplittableRandom random = new SplittableRandom(17);
    float[] values = new float[dimension * rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return UnitVectors.normalise(dimension, values);
  }

  private static UnitVectors opposite(UnitVectors rows) {
    float[] values = rows.values().array().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
    return UnitVectors.of(rows.dimension(), values);
  }
}
