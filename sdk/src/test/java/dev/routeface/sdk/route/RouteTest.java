package dev.routeface.sdk.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static final Route ROUTE = new Route(List.of(anchor(2), anchor(5), anchor(9)));

  @Test
  void theLastAnchorIsTheConvergedTeacher() {
    assertEquals(anchor(9), ROUTE.converged());
  }

  @Test
  void findsAnchorsByEpoch() {
    assertEquals(anchor(5), ROUTE.at(5));
    assertEquals(List.of(2, 5, 9), ROUTE.epochs());
    assertEquals(
        "expected an anchor of epoch 4, found epochs [2, 5, 9]",
        assertThrows(IllegalArgumentException.class, () -> ROUTE.at(4)).getMessage());
  }

  @Test
  void growsAtItsEndOnly() {
    assertEquals(List.of(2, 5, 9, 10), ROUTE.with(anchor(10)).epochs());
    assertEquals(List.of(2, 5, 9), ROUTE.epochs(), "the shorter route is still there");
  }

  @Test
  void refusesToGoBackInTime() {
    assertEquals(
        "expected anchors in the order of time, found epoch 8 after epoch 9",
        assertThrows(IllegalArgumentException.class, () -> ROUTE.with(anchor(8))).getMessage());
    assertEquals(
        "expected anchors in the order of time, found epoch 9 after epoch 9",
        assertThrows(IllegalArgumentException.class, () -> ROUTE.with(anchor(9))).getMessage());
  }

  @Test
  void refusesToBeEmpty() {
    assertEquals(
        "expected a route of at least one anchor, found none",
        assertThrows(IllegalArgumentException.class, () -> new Route(List.of())).getMessage());
  }

  @Test
  void doesNotChangeWithTheListItWasMadeOf() {
    List<Anchor> anchors = new ArrayList<>(List.of(anchor(1)));
    Route route = new Route(anchors);
    anchors.add(anchor(2));
    assertEquals(List.of(1), route.epochs());
  }

  @Test
  void comesBackFromItsJson() {
    assertEquals(ROUTE, Fields.parse("route", Fields.text(ROUTE.toJson())).read(Route::of));
  }

  @Test
  void mayNotKnowRatesAndLosses() {
    Anchor unknown = new Anchor(1, "a", "0f".repeat(32), Optional.empty(), Optional.empty());
    String text = Fields.text(new Route(List.of(unknown)).toJson());
    assertEquals(unknown, Fields.parse("route", text).read(Route::of).converged());
    assertFalse(text.contains("learningRate") || text.contains("heldOutLoss"), text);
  }

  @Test
  void refusesAFileOutsideTheRun() {
    for (String file : List.of("../elsewhere", "anchors/../../elsewhere", "/elsewhere", "")) {
      String text = Fields.text(ROUTE.toJson()).replace("anchors/epoch-5", file);
      assertEquals(
          "route at $.anchors[1].file: expected a file below the route's folder, found \""
              + file
              + '"',
          assertThrows(BadRecipeException.class, () -> Fields.parse("route", text).read(Route::of))
              .getMessage());
    }
  }

  private static Anchor anchor(int epoch) {
    return new Anchor(
        epoch,
        "anchors/epoch-" + epoch,
        "0f".repeat(32),
        Optional.of(0.1 / epoch),
        Optional.of(1.5 / epoch));
  }
}
