package dev.routeface.sdk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.bench.Finding.Goal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingTest {
  @Test
  void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
    assertEquals(2, finding(List.of(9.0, 1.0, 2.0), Optional.empty()).median());
    assertEquals(3, finding(List.of(9.0, 1.0, 2.0, 4.0), Optional.empty()).median());
  }

  @Test
  void aLowerBoundIsJudgedByTheMedian() {
    Optional<Goal> goal = Optional.of(new Goal.AtLeast(1.4));
    assertEquals(Optional.of(true), finding(List.of(1.1, 1.4, 1.5), goal).met());
    assertEquals(Optional.of(false), finding(List.of(1.3, 1.39, 9.0), goal).met());
  }

  @Test
  void anUpperBoundIsJudgedByTheWorstValue() {
    Optional<Goal> goal = Optional.of(new Goal.AtMost(1.02));
    assertEquals(Optional.of(true), finding(List.of(1.0, 1.02), goal).met());
    assertEquals(Optional.of(false), finding(List.of(1.0, 1.0, 1.03), goal).met());
  }

  @Test
  void nothingIsJudgedWithoutAGoal() {
    assertEquals(Optional.empty(), finding(List.of(1.0), Optional.empty()).met());
  }

  @Test
  void refusesAFigureWithoutValues() {
    assertEquals(
        "speed: expected at least one value, found none",
        assertThrows(IllegalArgumentException.class, () -> finding(List.of(), Optional.empty()))
            .getMessage());
  }

  @Test
  void showsThreeOrFourDigitsThatCount() {
    assertEquals("1.423", Finding.shown(1.4226));
    assertEquals("35.1", Finding.shown(35.123));
    assertEquals("1,893", Finding.shown(1893.2));
  }

  @Test
  void readsWhatItWrites() {
    List<Finding> findings =
        List.of(
            finding(List.of(1.0, 2.5), Optional.of(new Goal.AtLeast(1.4))),
            finding(List.of(0.01), Optional.of(new Goal.AtMost(0.05))),
            finding(List.of(3.0), Optional.empty()));
    for (Finding finding : findings) {
      assertEquals(finding, Fields.of("test", finding.toJson()).read(Finding::of));
    }
  }

  @Test
  void refusesAVerdictThatItsValuesDoNotGive() {
    Finding missed = finding(List.of(1.0), Optional.of(new Goal.AtLeast(1.4)));
    var json = missed.toJson().put("met", true);
    assertEquals(
        "test at $.met: expected what values and goal say, found true",
        assertThrows(BadRecipeException.class, () -> Fields.of("test", json).read(Finding::of))
            .getMessage());
  }

  private static Finding finding(List<Double> values, Optional<Goal> goal) {
    return new Finding("speed", values, goal);
  }
}
