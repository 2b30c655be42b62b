package dev.routeface.eval.certificate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldOutPeopleTest {
  private final People three = new People(List.of("a/1.jpg", "b/1.jpg", "a/2.jpg"));

  @Test
  void takesPeopleOfOneImageForDistractors() {
    HeldOutPeople people = HeldOutPeople.of(Map.of("faces", three));
    assertEquals(List.of("a"), people.probes().identities());
    assertEquals(List.of("b"), people.distractors().identities());
    assertArrayEquals(new int[] {0, 0, 1}, people.people());
    assertEquals("a/2.jpg", people.image(1));
    assertEquals(1, people.searches().gallery().size());
    assertEquals("/somewhere/a/2.jpg", people.searches().mated().name(0));
  }

  @Test
  void takesBothAsTheyAreNamed() {
    People others = new People(List.of("c/1.jpg", "c/2.jpg"));
    HeldOutPeople people = HeldOutPeople.of(Map.of("probes", three, "distractors", others));
    assertArrayEquals(new int[] {0, 1, 0, 2, 2}, people.people());
    assertEquals(List.of("a", "b", "c"), people.names());
  }

  /** By Python's hashlib. */
  @Test
  void digestsNamesAndContents() {
    HeldOutPeople people = HeldOutPeople.of(Map.of("faces", three));
    assertEquals(
        "585ad11a496a2a4f1d15521718aff3b97f6151aa4cc502e9383889600326b20c",
        people.toJson().get("sha256").asText());
    People renamed = new People(List.of("a/1.jpg", "b/1.jpg", "a/3.jpg"));
    assertNotEquals(people.toJson(), HeldOutPeople.of(Map.of("faces", renamed)).toJson());
  }

  @Test
  void refusesDataWithoutDistractorsOrWithoutProbes() {
    People one = new People(List.of("a/1.jpg", "a/2.jpg"));
    BadDataException e =
        assertThrows(BadDataException.class, () -> HeldOutPeople.of(Map.of("faces", one)));
    assertEquals(
        "expected people of one image, to serve as distractors, and people of more, found 0 and 1;"
            + " data sets of both kinds can be named as probes and distractors",
        e.getMessage());
  }

  @Test
  void refusesOtherRoles() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> HeldOutPeople.of(Map.of("probes", three)));
    assertEquals("expected faces, or probes and distractors, found probes", e.getMessage());
  }
}
