package dev.routeface.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.eval.protocol.OpenSet;
import dev.routeface.eval.protocol.Result;
import dev.routeface.eval.report.ComparisonTable.Runs;
import dev.routeface.sdk.data.FaceDataset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
  private static final int PEOPLE = 23;
  private final IdentityBootstrap bootstrap = new IdentityBootstrap(500, 3);
  private final FaceDataset probes = Fixture.Faces.of(Fixture.identities(PEOPLE, 4));
  private final FaceDataset distractors = Fixture.Faces.strangers(97);

  /** More dimensions tell people apart better. */
  private Result run(int dimension, long seed, int... sizes) {
    return new OpenSet(probes, distractors, IntStream.of(sizes).boxed().toList(), List.of(0.01))
        .judge(
            faces ->
                faces == probes
                    ? Fixture.people(PEOPLE, 4, dimension, seed)
                    : Fixture.random(97, dimension, seed + 100));
  }

  private final Runs better = new Runs("wide", List.of(run(24, 1, 10, 97), run(24, 2, 10, 97)));
  private final Runs worse = new Runs("narrow", List.of(run(6, 1, 10, 97), run(6, 2, 10, 97)));

  @Test
  void setsTheMeansOfAllSeedsAgainstEachOther() {
    ComparisonTable.Row row =
        ComparisonTable.of(better, worse, bootstrap, Averaging.IDENTITIES).rows().get(1);
    double[] wide = rates(better);
    double[] narrow = rates(worse);
    assertEquals("rank-1 @ 97", row.measure());
    assertEquals((wide[0] + wide[1]) / 2, row.method(), 1e-12);
    assertEquals((narrow[0] + narrow[1]) / 2, row.baseline(), 1e-12);
    assertEquals(row.method() - row.baseline(), row.difference().estimate(), 1e-12);
    assertEquals(wide[0] - narrow[0], row.bySeed().get(0), 1e-12);
    assertEquals(wide[1] - narrow[1], row.bySeed().get(1), 1e-12);
    assertTrue(row.difference().excludesZero(), row.toString());
  }

  private static double[] rates(Runs runs) {
    return runs.results().stream()
        .map(result -> result.measures().get(1).values())
        .mapToDouble((PerIdentity hits) -> hits.average(Averaging.IDENTITIES))
        .toArray();
  }

  @Test
  void turnsItsSignWhenTheSidesAreExchanged() {
    ComparisonTable one = ComparisonTable.of(better, worse, bootstrap, Averaging.PAIRS);
    ComparisonTable other = ComparisonTable.of(worse, better, bootstrap, Averaging.PAIRS);
    for (int n = 0; n < one.rows().size(); n++) {
      assertEquals(
          one.rows().get(n).difference().estimate(),
          -other.rows().get(n).difference().estimate(),
          1e-12);
      assertEquals(
          one.rows().get(n).difference().low(), -other.rows().get(n).difference().high(), 1e-12);
    }
  }

  @Test
  void isATableForReaders() {
    Table table = ComparisonTable.of(better, worse, bootstrap, Averaging.IDENTITIES).table();
    assertEquals(List.of("measure", "narrow", "wide", "difference", "by seed"), table.header());
    assertEquals(
        List.of("rank-1 @ 10", "rank-1 @ 97", "TAR @ FAR 1e-2"),
        table.rows().stream().map(row -> row.get(0)).toList());
    assertTrue(
        table.rows().get(1).get(4).matches("[+-]\\d+\\.\\d\\d, [+-]\\d+\\.\\d\\d"),
        table.rows().get(1).get(4));
    assertTrue(table.caption().contains("mean over people and over 2 seeds"), table.caption());
  }

  @Test
  void refusesSidesOfUnequalNumber() {
    Runs one = new Runs("narrow", worse.results().subList(0, 1));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ComparisonTable.of(better, one, bootstrap, Averaging.PAIRS));
    assertEquals(
        "expected as many runs of \"wide\" as of \"narrow\" and at least one, found 2 and 1",
        e.getMessage());
  }

  @Test
  void refusesRunsJudgedOtherwise() {
    Runs other = new Runs("narrow", List.of(run(6, 1, 10), run(6, 2, 10)));
    String protocol = worse.results().get(0).protocol();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ComparisonTable.of(better, other, bootstrap, Averaging.PAIRS));
    assertEquals(
        "expected runs judged alike, found %s (rank-1 @ 10, rank-1 @ 97, TAR @ FAR 1e-2) and %s"
                .formatted(protocol, protocol)
            + " (rank-1 @ 10, TAR @ FAR 1e-2)",
        e.getMessage());
  }
}
