package dev.routeface.eval.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.build.DistractorDraw.Drawn;
import dev.routeface.eval.build.DistractorDraw.Nesting;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Seed;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistractorDrawTest {
  private static final List<String> POOL =
      IntStream.range(0, 100).mapToObj(n -> n + ".jpg").toList();

  private static DistractorDraw draw(Nesting nesting, long seed) {
    return new DistractorDraw(List.of(50, 10, 100), 2, nesting, Seed.of(seed));
  }

  @ParameterizedTest
  @EnumSource
  void everyListHoldsAsManyDifferentImagesAsItsNameSays(Nesting nesting) {
    List<Drawn> lists = draw(nesting, 1).from(POOL);
    assertEquals(
        List.of("50_1", "50_2", "10_1", "10_2", "100_1", "100_2"),
        lists.stream()
            .map(list -> list.fileName().replace("megaface_features_list.json_", ""))
            .toList());
    for (Drawn drawn : lists) {
      assertEquals(drawn.size(), new HashSet<>(drawn.list().paths()).size());
      assertTrue(POOL.containsAll(drawn.list().paths()));
      assertTrue(drawn.list().ids().isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void drawsByTheSeedAlone(Nesting nesting) {
    assertEquals(draw(nesting, 1).from(POOL), draw(nesting, 1).from(POOL));
    assertNotEquals(draw(nesting, 1).from(POOL), draw(nesting, 2).from(POOL));
  }

  @ParameterizedTest
  @EnumSource
  void drawsSetsApart(Nesting nesting) {
    List<Drawn> lists = draw(nesting, 1).from(POOL);
    assertNotEquals(
        new HashSet<>(lists.get(2).list().paths()), new HashSet<>(lists.get(3).list().paths()));
  }

  @Test
  void nestedListsBeginWithTheSmallerOnesOfTheirSet() {
    List<Drawn> lists = draw(Nesting.NESTED, 1).from(POOL);
    for (int set = 0; set < 2; set++) {
      List<String> fifty = lists.get(set).list().paths();
      assertEquals(fifty.subList(0, 10), lists.get(2 + set).list().paths());
      assertEquals(fifty, lists.get(4 + set).list().paths().subList(0, 50));
    }
  }

  @Test
  void independentListsDoNot() {
    List<Drawn> lists = draw(Nesting.INDEPENDENT, 1).from(POOL);
    assertTrue(!lists.get(0).list().paths().containsAll(lists.get(2).list().paths()));
  }

  /** A fair draw of half of the pool holds each image in half of the sets. */
  @ParameterizedTest
  @EnumSource
  void drawsEveryImageAsOften(Nesting nesting) {
    List<Drawn> lists = new DistractorDraw(List.of(50), 400, nesting, Seed.of(3)).from(POOL);
    for (String image : POOL) {
      long held = lists.stream().filter(list -> list.list().paths().contains(image)).count();
      assertTrue(Math.abs(held - 200) < 50, image + " " + held); // five standard deviations
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertEquals(
        "expected at least 100 distractors, found 99",
        assertThrows(
                BadDataException.class, () -> draw(Nesting.NESTED, 1).from(POOL.subList(0, 99)))
            .getMessage());
    refuses("expected sizes and sets of at least 1, found [0] and 1", List.of(0), 1);
    refuses("expected sizes and sets of at least 1, found [3] and 0", List.of(3), 0);
    refuses("expected every size once, found [3, 3]", List.of(3, 3), 1);
  }

  private static void refuses(String message, List<Integer> sizes, int sets) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new DistractorDraw(sizes, sets, Nesting.NESTED, Seed.of(1)))
            .getMessage());
  }
}
