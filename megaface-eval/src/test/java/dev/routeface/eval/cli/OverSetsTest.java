package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OverSetsTest {
  /** Deviations of a sample: of 1, 2 and 3 it is 1, of 1 and 3 the root of 2. */
  @Test
  void dividesByOneLessThanThereAreSets() {
    assertEquals("2.000 ± 1.000", OverSets.text(0.01, 0.02, 0.03));
    assertEquals("2.000 ± 1.414", OverSets.text(0.01, 0.03));
    assertEquals("50.000 ± 0.000", OverSets.text(0.5, 0.5, 0.5));
  }
}
