package dev.routeface.eval.devkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** By hand, on a curve of three points. */
class ReadingTest {
  private static final ThinnedCurve ROC =
      new ThinnedCurve(List.of(1e-7, 1e-5, 1.0), List.of(0.9, 0.95, 1.0));

  @Test
  void fourScriptsFourFigures() {
    assertEquals(0.95, Reading.FIRST_ABOVE.of(ROC, 1e-6));
    assertEquals(0.90, Reading.NEAREST.of(ROC, 1e-6));
    assertEquals(0.90 + 0.05 * (1e-6 - 1e-7) / (1e-5 - 1e-7), Reading.LINEAR.of(ROC, 1e-6), 1e-12);
    assertEquals(0.925, Reading.LOG_LINEAR.of(ROC, 1e-6), 1e-12);
  }

  @Test
  void beforeTheFirstPointThereIsOnlyTheNext() {
    for (Reading reading : Reading.values()) {
      assertEquals(0.9, reading.of(ROC, 1e-9), reading.name());
    }
  }

  @Test
  void noLogarithmOfARateOfZero() {
    ThinnedCurve roc = new ThinnedCurve(List.of(0.0, 1e-5, 1.0), List.of(0.9, 0.95, 1.0));
    assertEquals(0.95, Reading.LOG_LINEAR.of(roc, 1e-6));
    assertEquals(0.905, Reading.LINEAR.of(roc, 1e-6), 1e-12);
  }
}
