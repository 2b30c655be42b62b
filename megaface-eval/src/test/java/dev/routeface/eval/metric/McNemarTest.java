package dev.routeface.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {
  /** By Python, in exact fractions. */
  @ParameterizedTest
  @CsvSource({
    "1, 7, 0.0703125, 0.0390625",
    "59, 24, 0.00015455941078329165, 0.00010714768358467153",
    "0, 6, 0.03125, 0.015625",
    "5, 5, 1, 1",
    "0, 0, 1, 1"
  })
  void givesTheProbabilityOfSuchAnImbalance(int first, int second, double exact, double midP) {
    McNemar test = new McNemar(first, second);
    assertEquals(exact, test.exact(), 1e-12);
    assertEquals(midP, test.midP(), 1e-12);
  }

  @Test
  void asksNotWhoIsTheFirst() {
    assertEquals(new McNemar(3, 11).exact(), new McNemar(11, 3).exact());
    assertEquals(new McNemar(3, 11).midP(), new McNemar(11, 3).midP());
  }

  @Test
  void isLessCautiousByMidP() {
    McNemar test = new McNemar(4, 9);
    assertTrue(test.midP() < test.exact());
  }

  @Test
  void refusesNegativeCounts() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new McNemar(-1, 2));
    assertEquals("expected counts of at least 0, found -1 and 2", e.getMessage());
  }
}
