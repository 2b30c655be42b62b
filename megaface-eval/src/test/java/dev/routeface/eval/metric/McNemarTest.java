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
    "59, 0, 3.469446951953614e-18, 1.734723475976807e-18",
    "700, 200, 1.1691765767235064e-65, 7.509514585179646e-66",
    "5, 5, 1, 1",
    "0, 0, 1, 1"
  })
  void givesTheProbabilityOfSuchAnImbalance(int first, int second, double exact, double midP) {
    McNemar test = new McNemar(first, second);
    assertEquals(1, test.exact() / exact, 1e-11);
    assertEquals(1, test.midP() / midP, 1e-11);
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
