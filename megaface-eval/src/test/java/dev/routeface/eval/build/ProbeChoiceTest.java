package dev.routeface.eval.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbeChoiceTest {
  /** Person_n has n images, n from 1 to 9. */
  private static TemplateList faces(int people) {
    List<String> paths = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int person = 1; person <= people; person++) {
      for (int image = 1; image <= person; image++) {
        paths.add("Person_%d/%d.jpg".formatted(person, image));
        ids.add("Person_" + person);
      }
    }
    return new TemplateList(paths, Optional.of(ids));
  }

  private static ProbeChoice choice(int min, int max, int identities, long seed) {
    return new ProbeChoice(min, some(max), some(identities), Seed.of(seed));
  }

  private static OptionalInt some(int number) {
    return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  @Test
  void cutsByTheNumberOfImages() {
    ProbeChoice.Cut cut = choice(8, 0, 0, 1).of(faces(9));
    assertEquals(
        IntStream.range(0, 17).mapToObj(n -> n < 8 ? "Person_8" : "Person_9").toList(),
        cut.probes().ids().orElseThrow());
    assertEquals("Person_8/1.jpg", cut.probes().paths().get(0));
    assertEquals(45 - 17, cut.strangers().size());
  }

  @Test
  void losesNobodyWithoutALimitOfImages() {
    ProbeChoice.Cut cut = choice(3, 0, 2, 5).of(faces(9));
    Set<String> all = new HashSet<>(cut.probes().paths());
    all.addAll(cut.strangers());
    assertEquals(Set.copyOf(faces(9).paths()), all);
    assertEquals(45, cut.probes().paths().size() + cut.strangers().size());
  }

  @Test
  void takesAsManyImagesOfEachAsAskedForInTheirOrder() {
    List<String> paths = choice(8, 8, 0, 3).of(faces(9)).probes().paths();
    assertEquals(16, paths.size());
    assertEquals(paths.stream().sorted().toList(), paths);
  }

  @Test
  void drawsByTheSeedAlone() {
    ProbeChoice.Cut one = choice(2, 2, 4, 7).of(faces(9));
    assertEquals(one, choice(2, 2, 4, 7).of(faces(9)));
    assertNotEquals(one, choice(2, 2, 4, 8).of(faces(9)));
    assertEquals(8, one.probes().paths().size());
  }

  @Test
  void drawsAPersonsImagesWhoeverElseIsThere() {
    List<String> few = choice(9, 9, 0, 3).of(faces(9)).probes().paths();
    List<String> ten = choice(9, 9, 0, 3).of(faces(10)).probes().paths();
    assertEquals(few, ten.stream().filter(path -> path.startsWith("Person_9/")).toList());
  }

  @Test
  void refusesWhatCannotBe() {
    assertEquals(
        "expected 3 identities with at least 8 images for the probes, found 2 among 9",
        assertThrows(BadDataException.class, () -> choice(8, 0, 3, 1).of(faces(9))).getMessage());
    assertEquals(
        "expected 1 identities with at least 10 images for the probes, found 0 among 9",
        assertThrows(BadDataException.class, () -> choice(10, 0, 0, 1).of(faces(9))).getMessage());
    refuses("expected probe identities of at least 2 images, found 1", 1, 0, 0);
    refuses("expected --max-images of at least --min-images, found 4 and 5", 5, 4, 0);
    refuses("expected at least 1 probe identity, found -1", 2, 0, -1);
  }

  private static void refuses(String message, int min, int max, int identities) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> choice(min, max, identities, 1))
            .getMessage());
  }
}
