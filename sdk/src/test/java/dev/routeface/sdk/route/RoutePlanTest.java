package dev.routeface.sdk.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.route.RoutePlan.Converged;
import dev.routeface.sdk.route.RoutePlan.EqualInterval;
import dev.routeface.sdk.route.RoutePlan.EveryEpoch;
import dev.routeface.sdk.route.RoutePlan.GreedySearch;
import dev.routeface.sdk.route.RoutePlan.OneStage;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans that are numbers alone; table 7 of the paper has N = 240. */
class RoutePlanTest {
  @Test
  void plainMimicHasOneStage() {
    assertEquals(List.of(new Stage(240, 100)), new Converged().stages(240, 100));
  }

  @Test
  void equalIntervalsAreThoseOfThePaper() {
    assertEquals(List.of(120, 240), anchors(new EqualInterval(2), 240, 240));
    assertEquals(List.of(80, 160, 240), anchors(new EqualInterval(3), 240, 240));
    assertEquals(List.of(60, 120, 180, 240), anchors(new EqualInterval(4), 240, 240));
  }

  @Test
  void everyStageOfEqualIntervalsIsAWholeSchedule() {
    assertEquals(List.of(new Stage(120, 240), new Stage(240, 240)), eei(2).stages(240, 240));
    assertEquals(720, total(eei(3).stages(240, 240)), "total epochs in table 7");
    assertEquals(960, total(eei(4).stages(240, 240)), "total epochs in table 7");
  }

  @Test
  void intervalsThatDoNotDivideAreRoundedToTheNearestEpoch() {
    assertEquals(List.of(3, 7, 10), anchors(eei(3), 10, 1));
    assertEquals(List.of(1, 3, 4, 5), anchors(eei(4), 5, 1)); // 1.25, 2.5, 3.75, 5
  }

  @Test
  void oneStageMovesOnEveryTenEpochs() {
    List<Stage> stages = new OneStage(10).stages(240, 240);
    assertEquals(24, stages.size());
    List<Integer> seen = anchorOfEveryEpoch(stages);
    for (int epoch = 1; epoch <= 240; epoch++) {
      int expected = (epoch + 9) / 10 * 10; // 1..10 see 10, 11..20 see 20, ..., 231..240 see 240
      assertEquals(expected, seen.get(epoch - 1), "student's epoch " + epoch);
    }
  }

  @Test
  void oneStageSharesOutAnotherNumberOfEpochsEvenly() {
    assertEquals(
        List.of(new Stage(4, 3), new Stage(8, 3), new Stage(10, 4)),
        new OneStage(4).stages(10, 10),
        "the last interval is short, its share is not");
    assertEquals(
        List.of(new Stage(1, 1), new Stage(2, 2), new Stage(3, 2)), new OneStage(1).stages(3, 5));
  }

  @Test
  void anIntervalBeyondTheRouteIsPlainMimic() {
    assertEquals(new Converged().stages(30, 7), new OneStage(31).stages(30, 7));
  }

  @Test
  void everyEpochIsOneStageWithIntervalOne() {
    assertEquals(new OneStage(1).stages(12, 30), new EveryEpoch().stages(12, 30));
    assertEquals(IntStream.rangeClosed(1, 12).boxed().toList(), anchors(new EveryEpoch(), 12, 12));
  }

  @Test
  void manyEpochsAreStillSharedOutEvenly() {
    List<Stage> stages = new EveryEpoch().stages(60_000, 60_000);
    assertTrue(stages.stream().allMatch(stage -> stage.epochs() == 1), "60,000^2 is above 2^31");
  }

  @Test
  void onlyMultiStagePlansRestartTheSchedule() {
    assertTrue(eei(2).restarts());
    assertTrue(new GreedySearch(0.8, 30, 1).restarts());
    assertFalse(new Converged().restarts());
    assertFalse(new OneStage(10).restarts());
    assertFalse(new EveryEpoch().restarts());
  }

  static Stream<RoutePlan> plansOfNumbers() {
    return Stream.concat(
        Stream.of(new Converged(), new EveryEpoch()),
        Stream.of(1, 2, 3, 7, 10).flatMap(n -> Stream.of(eei(n), new OneStage(n))));
  }

  @ParameterizedTest
  @MethodSource("plansOfNumbers")
  void anchorsIncreaseUpToTheConvergedTeacher(RoutePlan plan) {
    for (int last = 10; last <= 50; last++) {
      List<Integer> anchors = anchors(plan, last, 60);
      assertTrue(anchors.get(0) >= 1, anchors.toString());
      for (int i = 1; i < anchors.size(); i++) {
        assertTrue(anchors.get(i) > anchors.get(i - 1), anchors.toString());
      }
      assertEquals(last, anchors.get(anchors.size() - 1), anchors.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("plansOfNumbers")
  void epochsAddUpAndNoStageIsEmpty(RoutePlan plan) {
    for (int last = 10; last <= 50; last++) {
      List<Stage> stages = plan.stages(last, 60);
      assertTrue(stages.stream().allMatch(stage -> stage.epochs() >= 1), stages.toString());
      assertEquals(plan.restarts() ? 60 * stages.size() : 60, total(stages), stages.toString());
    }
  }

  @Test
  void refusesMoreStagesThanEpochs() {
    assertEquals(
        "expected a route of at least 5 epochs for EEI-5, found 4", refused(eei(5), 4, 10));
  }

  @Test
  void refusesMoreAnchorsThanEpochs() {
    assertEquals(
        "expected at least one epoch for each of 5 anchors, found 4 epochs",
        refused(new OneStage(2), 9, 4));
    assertEquals(
        "expected at least one epoch for each of 9 anchors, found 8 epochs",
        refused(new EveryEpoch(), 9, 8));
  }

  @Test
  void refusesToListTheStagesOfASearch() {
    assertEquals(
        "expected a plan of numbers alone, found GreedySearch[delta=0.8, first=1, confirm=1]",
        refused(new GreedySearch(0.8, 1, 1), 9, 8));
  }

  static Stream<Class<?>> kinds() {
    return Stream.of(RoutePlan.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindComesBackFromItsJson(Class<?> kind) {
    List<RoutePlan> plans =
        Stream.<RoutePlan>of(
                new Converged(),
                eei(3),
                new OneStage(10),
                new EveryEpoch(),
                new GreedySearch(0.8, 30, 2))
            .filter(kind::isInstance)
            .toList();
    assertEquals(1, plans.size(), "an example of " + kind);
    String text = Fields.text(plans.get(0).toJson());
    assertEquals(plans.get(0), Fields.parse("plan", text).read(RoutePlan::of));
  }

  @Test
  void oneKindDoesNotTakeTheNumbersOfAnother() {
    assertEquals(
        "plan at $.stages: unknown key; known here: kind",
        assertThrows(
                BadRecipeException.class,
                () ->
                    Fields.parse("plan", "{\"kind\": \"Converged\", \"stages\": 3}")
                        .read(RoutePlan::of))
            .getMessage());
  }

  private static EqualInterval eei(int stages) {
    return new EqualInterval(stages);
  }

  private static List<Integer> anchors(RoutePlan plan, int last, int epochs) {
    return plan.stages(last, epochs).stream().map(Stage::anchor).toList();
  }

  private static int total(List<Stage> stages) {
    return stages.stream().mapToInt(Stage::epochs).sum();
  }

  private static List<Integer> anchorOfEveryEpoch(List<Stage> stages) {
    return stages.stream()
        .flatMap(stage -> IntStream.range(0, stage.epochs()).mapToObj(i -> stage.anchor()))
        .toList();
  }

  private static String refused(RoutePlan plan, int last, int epochs) {
    return assertThrows(IllegalArgumentException.class, () -> plan.stages(last, epochs))
        .getMessage();
  }
}
