package dev.routeface.eval.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.build.ClosePairs.Pair;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosePairsTest {
  /** What is meant: every pair, one by one. */
  private static List<Pair> plain(Rows left, Rows right, boolean within, float floor) {
    List<Pair> pairs = new ArrayList<>();
    for (int a = 0; a < left.size(); a++) {
      for (int b = within ? a + 1 : 0; b < right.size(); b++) {
        float product = Rows.product(left.row(a), right.row(b));
        if (product >= floor) {
          pairs.add(new Pair(a, b, product));
        }
      }
    }
    pairs.sort(
        Comparator.comparing(Pair::product)
            .reversed()
            .thenComparing(Pair::left)
            .thenComparing(Pair::right));
    return pairs;
  }

  /** Around the edges of a block of probes, a tile and a panel. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 255, 257, 1021, 4099})
  void findsWhatComparingOneByOneFinds(int size) {
    UnitVectors rows = Fixture.random(size, 3, size);
    float floor = size > 1000 ? 0.9995f : 0.5f;
    List<Pair> expected = plain(rows, rows, true, floor);
    assertTrue(size < 7 || !expected.isEmpty());
    assertEquals(expected, ClosePairs.within(rows, floor, (a, b, c) -> true, Progress.NONE));
    UnitVectors few = Fixture.random(13, 3, 1);
    assertEquals(
        plain(rows, few, false, floor),
        ClosePairs.between(rows, few, floor, (a, b, c) -> true, Progress.NONE));
    assertEquals(
        plain(few, rows, false, floor),
        ClosePairs.between(few, rows, floor, (a, b, c) -> true, Progress.NONE));
  }

  @Test
  void aPairAtTheFloorIsClose() {
    UnitVectors rows = UnitVectors.normalise(2, new float[] {3, 4, 4, 3});
    float product = rows.product(0, 1);
    assertEquals(
        List.of(new Pair(0, 1, product)),
        ClosePairs.within(rows, product, (a, b, c) -> true, Progress.NONE));
    assertEquals(
        List.of(), ClosePairs.within(rows, Math.nextUp(product), (a, b, c) -> true, Progress.NONE));
  }

  @Test
  void keepsOnlyWhatIsWanted() {
    UnitVectors rows = Fixture.random(50, 3, 1);
    List<Pair> odd =
        ClosePairs.within(rows, 0.5f, (a, b, product) -> a % 2 == 1 && b > 9, Progress.NONE);
    assertEquals(
        plain(rows, rows, true, 0.5f).stream()
            .filter(pair -> pair.left() % 2 == 1 && pair.right() > 9)
            .toList(),
        odd);
  }

  @Test
  void refusesAFloorThatIsNone() {
    UnitVectors rows = Fixture.random(1500, 2, 1);
    assertEquals(
        "expected at most a million suspicious pairs, found more at a cosine of -1.0; raise the"
            + " threshold",
        assertThrows(
                BadDataException.class,
                () -> ClosePairs.within(rows, -1, (a, b, c) -> true, Progress.NONE))
            .getMessage());
  }
}
