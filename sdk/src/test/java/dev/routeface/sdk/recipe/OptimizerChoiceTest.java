package dev.routeface.sdk.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerChoiceTest {
  static Stream<Class<?>> kinds() {
    return Stream.of(OptimizerChoice.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindComesBackFromItsJson(Class<?> kind) {
    OptimizerChoice choice =
        Stream.of(
                new OptimizerChoice.Sgd(0.9, 5e-4),
                new OptimizerChoice.AdamW(0.8, 0.95, 1e-6, 0.05))
            .filter(kind::isInstance)
            .findFirst()
            .orElseThrow();
    assertEquals(choice, read(Fields.text(choice.toJson())));
  }

  @Test
  void oneKindDoesNotTakeTheNumbersOfTheOther() {
    assertEquals(
        "optimizer at $.beta1: unknown key; known here: kind, weightDecay, momentum",
        refused("{\"kind\": \"Sgd\", \"weightDecay\": 0, \"momentum\": 0.9, \"beta1\": 0.9}"));
    assertEquals(
        "optimizer at $.beta1: missing key",
        refused("{\"kind\": \"AdamW\", \"weightDecay\": 0, \"momentum\": 0.9}"));
  }

  @Test
  void aMeanThatForgetsNothingIsRefused() {
    for (String number : List.of("1", "-0.1")) {
      assertEquals(
          "optimizer at $.momentum: expected a number from 0 to 0.9999, found " + number,
          refused("{\"kind\": \"Sgd\", \"weightDecay\": 0, \"momentum\": " + number + "}"));
    }
  }

  private static OptimizerChoice read(String text) {
    return Fields.parse("optimizer", text).read(OptimizerChoice::of);
  }

  private static String refused(String text) {
    return assertThrows(BadRecipeException.class, () -> read(text)).getMessage();
  }
}
