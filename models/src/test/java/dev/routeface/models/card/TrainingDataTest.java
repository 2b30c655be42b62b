package dev.routeface.models.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.Sha256;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingDataTest {
  private static final String LIST = Sha256.ofText("list");

  @Test
  void identitiesAreASet() {
    TrainingData data = TrainingData.of(LIST, List.of("b", "a", "b"), 5);
    assertEquals(TrainingData.of(LIST, List.of("a", "b"), 5), data);
    assertEquals(2, data.identities());
    assertNotEquals(
        TrainingData.of(LIST, List.of("a", "c"), 5).identitiesSha256(), data.identitiesSha256());
  }

  /** {@code printf 'a\nb\n' | sha256sum} of GNU coreutils. */
  @Test
  void theDigestIsThatOfTheSortedLines() {
    assertEquals("a\nb\n", TrainingData.identityList(List.of("b", "a")));
    assertEquals(
        "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2",
        TrainingData.of(LIST, List.of("b", "a"), 2).identitiesSha256());
  }

  @Test
  void refusesANameThatWouldBeTwoLines() {
    assertEquals(
        "expected identities without line breaks, found a\\nb",
        assertThrows(
                IllegalArgumentException.class, () -> TrainingData.identityList(List.of("a\nb")))
            .getMessage());
  }

  @Test
  void everyIdentityHasAnImage() {
    assertEquals(
        "expected identities with an image each, found 2 identities and 1 images",
        assertThrows(
                IllegalArgumentException.class, () -> TrainingData.of(LIST, List.of("a", "b"), 1))
            .getMessage());
  }
}
