package dev.routeface.models.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  @Test
  void theNearestWordIsAtMostTwoLettersAway() {
    List<String> known = List.of("model", "models", "mode");
    assertEquals("models", Spelling.nearest("modelss", known).orElseThrow());
    assertEquals("mode", Spelling.nearest("mod", known).orElseThrow());
    assertTrue(Spelling.nearest("noodle soup", known).isEmpty());
    assertTrue(Spelling.nearest("mo", known).isEmpty(), "too short to guess");
  }

  @Test
  void alikeIsWhatGoesOnForAtMostTwoLetters() {
    assertTrue(Spelling.startsAlike("Models", "model"));
    assertTrue(Spelling.startsAlike("mode", "models"));
    assertFalse(Spelling.startsAlike("mod", "models"), "three letters more");
    assertFalse(Spelling.startsAlike("model", "molar"));
  }
}
