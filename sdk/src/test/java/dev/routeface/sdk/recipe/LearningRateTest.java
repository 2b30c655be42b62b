package dev.routeface.sdk.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.recipe.LearningRate.Decay;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearningRateTest {
  private static final double EXACT = 1e-15;

  @Test
  void stepsAreCutExactlyAtTheirShares() {
    LearningRate rate = new LearningRate(0.8, 0, new Decay.Step(List.of(0.25, 0.5, 0.75), 0.5));
    assertEquals(0.8, rate.at(0, 240));
    assertEquals(0.8, rate.at(59, 240));
    assertEquals(0.4, rate.at(60, 240));
    assertEquals(0.4, rate.at(119, 240));
    assertEquals(0.2, rate.at(120, 240));
    assertEquals(0.2, rate.at(179, 240));
    assertEquals(0.1, rate.at(180, 240));
    assertEquals(0.1, rate.at(239, 240));
  }

  @Test
  void aShareBetweenTwoStepsCutsAtTheLaterOne() {
    LearningRate rate = new LearningRate(1, 0, new Decay.Step(List.of(0.35), 0.1));
    assertEquals(1, rate.at(3, 10));
    assertEquals(0.1, rate.at(4, 10));
  }

  @Test
  void warmUpRisesInAStraightLineToTheBase() {
    LearningRate rate = new LearningRate(0.4, 4, new Decay.Step(List.of(), 0.1));
    assertEquals(0.1, rate.at(0, 100), EXACT);
    assertEquals(0.2, rate.at(1, 100), EXACT);
    assertEquals(0.3, rate.at(2, 100), EXACT);
    assertEquals(0.4, rate.at(3, 100), EXACT);
    assertEquals(0.4, rate.at(4, 100), EXACT);
  }

  @Test
  void theDecayGoesOnUnderTheWarmUp() {
    LearningRate rate = new LearningRate(1, 2, new Decay.Poly(1));
    assertEquals(0.5, rate.at(0, 10), EXACT);
    assertEquals(0.9, rate.at(1, 10), EXACT);
    assertEquals(0.8, rate.at(2, 10), EXACT);
  }

  @Test
  void cosineFallsFromOneThroughTheMiddleToItsFloor() {
    LearningRate rate = new LearningRate(2, 0, new Decay.Cosine(0.1));
    assertEquals(2, rate.at(0, 1000), EXACT);
    assertEquals(2 * 0.55, rate.at(500, 1000), EXACT);
    assertEquals(2 * (0.1 + 0.9 * 0.75), rate.at(333, 999), 1e-12); // cos(pi / 3) = 1/2
    assertEquals(2 * (0.1 + 0.9 * 0.25), rate.at(666, 999), 1e-12);
    assertEquals(0.1, new Decay.Cosine(0.1).factor(1), EXACT);
  }

  @Test
  void polyEndsOneStepAboveZero() {
    LearningRate rate = new LearningRate(1, 0, new Decay.Poly(2));
    assertEquals(1, rate.at(0, 10), EXACT);
    assertEquals(0.25, rate.at(5, 10), EXACT);
    assertEquals(0.01, rate.at(9, 10), EXACT);
    assertEquals(0, new Decay.Poly(2).factor(1), EXACT);
  }

  static Stream<LearningRate> schedules() {
    return Stream.of(
        new LearningRate(0.1, 0, new Decay.Step(List.of(0.3, 0.7), 0.1)),
        new LearningRate(0.1, 7, new Decay.Cosine(0.01)),
        new LearningRate(0.1, 50, new Decay.Poly(2)));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void neverRisesAfterTheWarmUp(LearningRate rate) {
    for (int step = rate.warmupSteps(); step < 199; step++) {
      assertEquals(Math.min(rate.at(step, 200), 0.1), rate.at(step, 200), "step " + step);
      assertEquals(Math.max(rate.at(step, 200), rate.at(step + 1, 200)), rate.at(step, 200));
    }
  }

  @Test
  void everyKindOfDecayIsAmongTheSchedules() {
    for (Class<?> kind : Decay.class.getPermittedSubclasses()) {
      assertTrue(schedules().anyMatch(rate -> kind.isInstance(rate.decay())), kind.getName());
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void comesBackFromItsJson(LearningRate rate) {
    assertEquals(rate, Fields.parse("rate", Fields.text(rate.toJson())).read(LearningRate::of));
  }
}
