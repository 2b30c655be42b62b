package dev.routeface.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.rank.ExactRanks;
import dev.routeface.models.io.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;

class CmcTest {
  private final ExactRanks ranks =
      ExactRanks.of(Fixture.probes(), Fixture.identity(), Fixture.distractors());

  /** The devkit's curve of the golden open set, {@code .4 .9 1 1 ...}. */
  @Test
  void accumulatesTheGoldenRanks() {
    List<Double> byPairs = Cmc.of(ranks).points().stream().map(Cmc.Point::byPairs).toList();
    assertEquals(List.of(0.4, 0.9, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0), byPairs);
  }

  @Test
  void averagesOverPersonsToo() {
    Cmc.Point second = Cmc.of(ranks).points().get(1);
    assertEquals((1 + 0.5 + 1) / 3, second.byIdentities(), 1e-15);
  }

  @Test
  void keepsNinePlacesADecadeAndTheLast() {
    ExactRanks wide = new ExactRanks(250, 1, List.of(new ExactRanks.Pair(0, 0, 1, 250)));
    List<Cmc.Point> points = Cmc.of(wide).points();
    assertEquals(
        List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 200, 251),
        points.stream().map(Cmc.Point::place).toList());
    assertEquals(0, points.get(19).byPairs());
    assertEquals(1, points.get(20).byPairs());
  }

  @Test
  void startsAtRankOneAgainstAll() {
    assertEquals(
        Rank1AtSize.of(ranks, 8).average(Averaging.IDENTITIES),
        Cmc.of(ranks).points().get(0).byIdentities());
  }

  @Test
  void comesBackFromJson() {
    Cmc cmc = Cmc.of(ranks);
    assertEquals(cmc, Fields.of("cmc", cmc.toJson()).<Cmc>read(Cmc::of));
  }
}
