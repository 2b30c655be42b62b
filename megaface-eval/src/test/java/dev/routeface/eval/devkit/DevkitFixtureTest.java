package dev.routeface.eval.devkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.eval.features.FloatTable;
import dev.routeface.eval.rank.ExactRanks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Seven probes and eight distractors whose figures an independent program computed. */
class DevkitFixtureTest {
  private static final int[][] PROBES = {
    {4, 1, -2, 3},
    {5, 0, 0, 3},
    {2, 2, -1, 2},
    {-3, 5, 1, 2},
    {-1, 3, 4, 3},
    {2, -4, 5, 1},
    {1, -1, 3, 3}
  };
  private static final List<String> IDS = List.of("A", "A", "A", "B", "B", "C", "C");
  private static final int[][] DISTRACTORS = {
    {5, 0, 0, 3},
    {-2, 4, 5, 0},
    {1, -3, 4, 2},
    {5, -4, -3, 0},
    {-4, 2, 0, 4},
    {-1, 3, 4, 3},
    {0, -1, 3, -2},
    {-3, -2, -1, -4}
  };

  private final Identification found = Judged.by(new Probes(unit(PROBES), IDS), unit(DISTRACTORS));

  static Features unit(int[][] rows) {
    float[][] unit = new float[rows.length][rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      double length = Math.sqrt(Arrays.stream(rows[i]).mapToDouble(x -> (double) x * x).sum());
      for (int k = 0; k < unit[i].length; k++) {
        unit[i][k] = (float) (rows[i][k] / length);
      }
    }
    return Features.of(FloatTable.of(unit), Similarity.DEVKIT, row -> "row " + row);
  }

  @Test
  void ranksOfAllOrderedPairs() {
    assertArrayEquals(new long[] {4, 5, 1, 0, 0, 0, 0, 0, 0}, found.counts());
    assertEquals(0.4, found.hits(0), 1e-12);
    assertEquals(0.9, found.hits(1), 1e-12);
    assertEquals(1, found.hits(2), 1e-12);
  }

  @Test
  void aTieFavoursTheMate() {
    ExactRanks.Pair tied = found.pairs().get(0);
    assertEquals(new ExactRanks.Pair(0, 0, 1, 0), tied, "distractor 0 is the mate's twin");
  }

  @Test
  void thinnedCurves() {
    JsonNode json = new DevkitOutput("p", "a", 8, 1, false).cmc(found);
    assertEquals("[0,1,2,8]", json.at("/cmc/0").toString());
    assertNumbers(json.at("/cmc/1"), 0.4, 0.9, 1, 1);
    assertNumbers(json.at("/roc/0"), 3 / 56.0, 7 / 56.0, 8 / 56.0, 1);
    assertNumbers(json.at("/roc/1"), 0.4, 0.8, 1, 1);
  }

  private static void assertNumbers(JsonNode array, double... expected) {
    assertEquals(expected.length, array.size(), array.toString());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], array.get(i).doubleValue(), 1e-6, array.toString());
    }
  }

  @Test
  void positivesAndNegatives() {
    assertEquals(5, found.verification().positives());
    assertEquals(56, found.verification().negatives());
    assertEquals(0, found.verification().tprAt(1e-6));
    assertEquals(0.4, found.verification().tprAt(3 / 56.0), 1e-12);
  }

  @Test
  void theFiveBestDistractors() {
    JsonNode first = DevkitOutput.matches(found).get(0).get("distractors");
    assertEquals("[0,3,5,2,4]", first.get("idx").toString());
    assertNumbers(first.get("score"), -.183950, -.863925, -2.0, -2.066667, -2.121716);
  }

  @Test
  void ranksAreFiledUnderTheMate() {
    Map<Integer, Map<Integer, Integer>> expected =
        Map.of(
            0, Map.of(1, 1, 2, 0),
            1, Map.of(0, 0, 2, 0),
            2, Map.of(0, 0, 1, 1),
            3, Map.of(4, 2),
            4, Map.of(3, 1),
            5, Map.of(6, 1),
            6, Map.of(5, 1));
    JsonNode matches = DevkitOutput.matches(found);
    assertEquals(7, matches.size());
    for (int mate = 0; mate < 7; mate++) {
      JsonNode searches = matches.get(mate).get("probes");
      Map<Integer, Integer> ranks = new TreeMap<>();
      for (int k = 0; k < searches.get("idx").size(); k++) {
        ranks.put(searches.get("idx").get(k).intValue(), searches.get("rank").get(k).intValue());
      }
      assertEquals(expected.get(mate), ranks, "mate " + mate);
    }
  }

  @Test
  void theDrawsOfTheDevkit() {
    RandomGalleries draws = new RandomGalleries();
    List<Integer> drawn = new ArrayList<>();
    for (int n : new int[] {47, 45, 44, 50, 27, 3, 2, 2}) {
      drawn.add(draws.next(n));
    }
    assertEquals(List.of(0, 5, 33, 22, 14, 0, 0, 1), drawn);
  }
}
