package dev.routeface.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.eval.protocol.OpenSet;
import dev.routeface.eval.protocol.OpenSetResult;
import dev.routeface.eval.protocol.OpenSetResult.AtSize;
import dev.routeface.eval.protocol.Result;
import dev.routeface.eval.report.Differences.Pair;
import dev.routeface.eval.report.Differences.Row;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.data.FaceDataset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final int PEOPLE = 23;
  private final IdentityBootstrap bootstrap = new IdentityBootstrap(300, 3);
  private final FaceDataset probes = Fixture.Faces.of(Fixture.identities(PEOPLE, 4));
  private final FaceDataset distractors = Fixture.Faces.strangers(97);

  /** More dimensions tell people apart better. */
  private OpenSetResult run(int dimension, int... sizes) {
    return new OpenSet(probes, distractors, IntStream.of(sizes).boxed().toList(), List.of(0.01))
        .judge(
            faces ->
                faces == probes
                    ? Fixture.people(PEOPLE, 4, dimension, 1)
                    : Fixture.random(97, dimension, 101));
  }

  private static ModelRow model(String name, Result... results) {
    return new ModelRow(name, Fields.object(), List.of(results));
  }

  private final ModelRow wide = model("wide", run(24, 10, 97));
  private final ModelRow narrow = model("narrow", run(6, 10, 97));

  private Differences of(ModelRow... models) {
    return Differences.of(List.of(models), Optional.empty(), bootstrap);
  }

  /** The first result with hits of one's own at its first size. */
  private ModelRow withHits(String name, PerIdentity hits) {
    OpenSetResult some = run(6, 10);
    return model(
        name,
        new OpenSetResult(
            some.protocol(),
            some.counts(),
            List.of(new AtSize(10, hits)),
            List.of(),
            some.curves()));
  }

  /** Of two pairs 2 against 1, and of six pairs 3 against 3. */
  @Test
  void isTheMeanOverPeopleOrOverPairs() {
    int[] pairs = {2, 6};
    Differences found =
        of(
            withHits("base", PerIdentity.of(new double[] {1, 3}, pairs)),
            withHits("better", PerIdentity.of(new double[] {2, 3}, pairs)));
    Row people =
        found.rows().stream().filter(r -> r.averaging() == Averaging.IDENTITIES).toList().get(0);
    Row byPairs =
        found.rows().stream().filter(r -> r.averaging() == Averaging.PAIRS).toList().get(0);
    assertEquals(new Pair("better", "base"), people.pair());
    assertEquals(0.75, people.model(), 1e-12);
    assertEquals(0.5, people.baseline(), 1e-12);
    assertEquals(0.25, people.difference().estimate(), 1e-12);
    assertEquals(1 / 8.0, byPairs.difference().estimate(), 1e-12);
    assertEquals(0, people.difference().low(), 1e-12, "the second person twice");
    assertEquals(0.5, people.difference().high(), 1e-12, "the first person twice");
  }

  @Test
  void agreesWithTheTableOfRuns() {
    ComparisonTable table =
        ComparisonTable.of(
            new ComparisonTable.Runs("wide", wide.results()),
            new ComparisonTable.Runs("narrow", narrow.results()),
            bootstrap,
            Averaging.PAIRS);
    assertEquals(
        table.rows().stream().map(ComparisonTable.Row::difference).toList(),
        of(narrow, wide).rows().stream()
            .filter(row -> row.averaging() == Averaging.PAIRS)
            .map(Row::difference)
            .toList());
  }

  @Test
  void aModelDoesNotDifferFromItsTwin() {
    for (Row row : of(wide, model("twin", run(24, 10, 97))).rows()) {
      assertEquals(0, row.difference().estimate());
      assertTrue(!row.difference().excludesZero());
    }
  }

  @Test
  void holdsEveryModelAgainstAllBeforeItOrAgainstOne() {
    ModelRow third = model("third", run(12, 10, 97));
    assertEquals(
        List.of(new Pair("wide", "narrow"), new Pair("third", "narrow"), new Pair("third", "wide")),
        of(narrow, wide, third).rows().stream().map(Row::pair).distinct().toList());
    assertEquals(
        List.of(new Pair("narrow", "wide"), new Pair("third", "wide")),
        Differences.of(List.of(narrow, wide, third), Optional.of("wide"), bootstrap).rows().stream()
            .map(Row::pair)
            .distinct()
            .toList());
  }

  @Test
  void comparesTheMeasuresThatBothHave() {
    List<Row> rows = of(narrow, model("few", run(24, 5, 97))).rows();
    assertEquals(
        List.of("rank-1 @ 97", "TAR @ FAR 1e-2"),
        rows.stream().map(Row::measure).distinct().toList());
  }

  @Test
  void standsInTablesMeasureByMeasureWithAPlotForEach() {
    List<Section> sections = of(narrow, wide, model("third", run(12, 10, 97))).sections();
    Table people = (Table) sections.get(0);
    assertTrue(people.caption().startsWith("Differences, model minus baseline, mean over people"));
    assertEquals(
        List.of("rank-1 @ 10", "rank-1 @ 10", "rank-1 @ 10", "rank-1 @ 97"),
        people.rows().subList(0, 4).stream().map(row -> row.get(0)).toList());
    assertEquals(List.of("wide", "narrow"), people.rows().get(0).subList(1, 3));
    assertTrue(people.rows().get(0).get(5).matches("[+-]\\d+\\.\\d\\d \\[.*]"));
    assertEquals(2 + 3, sections.size());
    Figure plot = (Figure) sections.get(2);
    assertEquals("difference-1", plot.name());
    assertTrue(
        plot.alt().startsWith("rank-1 @ 10: difference, percentage points. wide minus narrow +"),
        plot.alt());
  }

  @Test
  void keepsTheNumbersThemselves() {
    Differences found = of(narrow, wide);
    var json = found.toJson();
    assertEquals(found.rows().size(), json.size());
    assertEquals("identities", json.at("/3/averaging").asText());
    assertEquals(found.rows().get(1).difference().low(), json.at("/1/difference/low").asDouble());
    assertEquals(found.rows().get(1).model(), json.at("/1/modelRate").asDouble());
  }

  @Test
  void refusesModelsWithNothingInCommon() {
    BadDataException e =
        assertThrows(
            BadDataException.class,
            () -> of(narrow, withHits("other", PerIdentity.of(new double[] {1}, new int[] {1}))));
    assertEquals(
        "other against narrow, rank-1 @ 10: expected two figures over the same pairs, found 1 pairs"
            + " of 1 identities and 276 of 23",
        e.getMessage());
    assertEquals(
        "expected models with a measure in common, found none among narrow, empty",
        assertThrows(BadDataException.class, () -> of(narrow, model("empty"))).getMessage());
  }
}
