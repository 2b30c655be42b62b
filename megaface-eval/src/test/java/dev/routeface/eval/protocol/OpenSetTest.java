package dev.routeface.eval.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.UnitVectors;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenSetTest {
  private final FaceDataset probes = Fixture.Faces.of(Fixture.identity());
  private final FaceDataset distractors = Fixture.Faces.strangers(8);
  private final OpenSet openSet =
      new OpenSet(probes, distractors, List.of(1, 3, 8), List.of(0.2, 0.01));
  private final OpenSetResult result =
      openSet.judge(faces -> faces == probes ? Fixture.probes() : Fixture.distractors());

  @Test
  void reportsTheFiguresOfTheGoldenOpenSet() {
    assertEquals(
        List.of("rank-1 @ 1", "rank-1 @ 3", "rank-1 @ 8", "TAR @ FAR 2e-1", "TAR @ FAR 1e-2"),
        result.measures().stream().map(Measure::name).toList());
    double[] expected = {0.9125, 0.7482142857142857, 0.4, 1, 0};
    for (int n = 0; n < expected.length; n++) {
      assertEquals(expected[n], result.measures().get(n).values().average(Averaging.PAIRS), 1e-15);
    }
    assertEquals(
        List.of(true, true, true, true, false),
        result.measures().stream().map(Measure::supported).toList());
  }

  @Test
  void countsWhatItCompared() {
    assertEquals(new OpenSetResult.Counts(7, 3, 0, 8, 72), result.counts());
  }

  @Test
  void countsPeopleWithOneImageAsImpostorsOnly() {
    FaceDataset three = Fixture.Faces.of(new int[] {1, 0, 1});
    OpenSetResult lonely =
        new OpenSet(three, distractors, List.of(8), List.of(0.5))
            .judge(
                faces ->
                    faces == three
                        ? Fixture.probes().select(new int[] {0, 3, 1})
                        : Fixture.distractors());
    assertEquals(new OpenSetResult.Counts(3, 1, 1, 8, 3 * 8 + 2), lonely.counts());
    assertEquals(2, lonely.rank1().get(0).hits().pairs());
  }

  @Test
  void comesBackFromJson() {
    assertEquals(result, Fields.parse("r", Fields.text(result.toJson())).<Result>read(Result::of));
  }

  @Test
  void refusesJsonWithAKeyItDoesNotKnow() {
    BadRecipeException e =
        assertThrows(
            BadRecipeException.class,
            () -> Fields.of("r.json", result.toJson().put("colour", "red")).read(Result::of));
    assertEquals(
        "r.json at $.colour: unknown key; known here: kind, protocol, counts, rank1, tar, curves",
        e.getMessage());
  }

  @Test
  void namesItsDataSoThatOthersCanTellIt() {
    assertEquals(
        "open-set probes %s distractors %s".formatted(probes.sha256(), distractors.sha256()),
        result.protocol());
  }

  @Test
  void knowsTheCustomarySizes() {
    assertEquals(List.of(10, 100, 1000, 4069), OpenSet.powersOfTen(4069));
    assertEquals(List.of(10, 100), OpenSet.powersOfTen(100));
    assertEquals(List.of(7), OpenSet.powersOfTen(7));
  }

  @Test
  void refusesSizesThatAreNotThere() {
    BadDataException fewer =
        assertThrows(
            BadDataException.class,
            () -> new OpenSet(probes, distractors, List.of(3, 9), List.of(0.5)));
    assertEquals("expected at least 9 distractors, found 8", fewer.getMessage());
    assertEquals(
        "expected ascending gallery sizes of at least 1, found [3, 3]",
        refusal(List.of(3, 3), List.of(0.5)));
    assertEquals(
        "expected ascending gallery sizes of at least 1, found [0, 3]",
        refusal(List.of(0, 3), List.of(0.5)));
    assertEquals(
        "expected false accept rates above 0 and at most 1, found 0.0",
        refusal(List.of(3), List.of(0.0)));
  }

  private String refusal(List<Integer> sizes, List<Double> fars) {
    return assertThrows(
            IllegalArgumentException.class, () -> new OpenSet(probes, distractors, sizes, fars))
        .getMessage();
  }

  @Test
  void refusesProbesAmongTheDistractors() {
    BadDataException e =
        assertThrows(
            BadDataException.class, () -> new OpenSet(probes, probes, List.of(1), List.of(0.5)));
    assertEquals(
        "expected distractors of other people than the probes, found 3 in both, for instance"
            + " Person_0",
        e.getMessage());
  }

  @Test
  void refusesProbesWithoutAnyMate() {
    FaceDataset strangers = Fixture.Faces.of(IntStream.range(0, 8).toArray());
    BadDataException e =
        assertThrows(
            BadDataException.class,
            () -> new OpenSet(strangers, distractors, List.of(1), List.of(0.5)));
    assertEquals(
        "expected a probe identity with at least 2 images, found none among 8 images",
        e.getMessage());
  }

  @Test
  void refusesAnEmbedderThatSkipsAnImage() {
    UnitVectors short1 = Fixture.random(6, 4, 1);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> openSet.judge(faces -> short1));
    assertEquals("expected an embedding for each of 7 images, found 6", e.getMessage());
  }
}
