package dev.routeface.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.metric.PairAccuracy.Distance;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairAccuracyTest {
  /** Folds of 14 and 16 pairs whose distances scatter by arithmetic that any language repeats. */
  private static List<List<Distance>> scattered() {
    List<List<Distance>> folds = new ArrayList<>();
    long n = 0;
    for (int f = 0; f < 10; f++) {
      List<Distance> fold = new ArrayList<>();
      int half = 7 + f % 2;
      for (int k = 0; k < 2 * half; k++, n++) {
        double base = (n * 7919 + n * n * 13) % 1009 / 1009.0;
        fold.add(
            k < half
                ? new Distance(0.3 + 1.5 * base, true)
                : new Distance(1.1 + 1.9 * base, false));
      }
      folds.add(fold);
    }
    return folds;
  }

  /** Literals by a Python program: {@code list.index(max)}, {@code fmean}, {@code pstdev}. */
  @Test
  void agreesWithAnIndependentProgram() {
    PairAccuracy accuracy = PairAccuracy.of(scattered());
    assertEquals(
        List.of(
            new PairAccuracy.Fold(1.3800000000000001, 0.7857142857142857),
            new PairAccuracy.Fold(1.3800000000000001, 0.875),
            new PairAccuracy.Fold(1.3800000000000001, 0.8571428571428571),
            new PairAccuracy.Fold(1.3800000000000001, 0.9375),
            new PairAccuracy.Fold(1.47, 0.9285714285714286),
            new PairAccuracy.Fold(1.47, 0.8125),
            new PairAccuracy.Fold(1.3800000000000001, 0.7142857142857143),
            new PairAccuracy.Fold(1.47, 0.8125),
            new PairAccuracy.Fold(1.3800000000000001, 0.9285714285714286),
            new PairAccuracy.Fold(1.3800000000000001, 0.8125)),
        accuracy.folds());
    assertEquals(0.8464285714285713, accuracy.mean(), 1e-15);
    assertEquals(0.06879057244377937, accuracy.std(), 1e-15);
  }

  @Test
  void takesTheFirstOfEquallyGoodThresholds() {
    List<Distance> fold = List.of(new Distance(0.5, true), new Distance(3, false));
    assertEquals(
        List.of(new PairAccuracy.Fold(0.51, 1), new PairAccuracy.Fold(0.51, 1)),
        PairAccuracy.of(List.of(fold, fold)).folds());
  }

  @Test
  void callsADistanceAtTheThresholdDifferent() {
    assertFalse(new Distance(1, true).rightAt(1));
    assertTrue(new Distance(1, false).rightAt(1));
  }

  @Test
  void comesBackFromJson() {
    PairAccuracy accuracy = PairAccuracy.of(scattered());
    assertEquals(accuracy, Fields.of("a", accuracy.toJson()).<PairAccuracy>read(PairAccuracy::of));
  }

  @Test
  void refusesASingleFold() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> PairAccuracy.of(List.of(List.of(new Distance(1, true)))));
    assertEquals(
        "expected at least 2 folds of at least 1 pair, found folds of [1]", e.getMessage());
  }
}
