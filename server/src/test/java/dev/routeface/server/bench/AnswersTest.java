package dev.routeface.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AnswersTest {
  private final Answers answers = new Answers();

  @Test
  void tellsGoodOnesFromThoseToComeLaterAndFromAllOthers() {
    for (int status : new int[] {200, 429, 503, 503, 500, 0, 422}) {
      answers.add(status, 1_000_000);
    }
    assertEquals(1, answers.good());
    assertEquals(3, answers.refused());
    assertEquals(3, answers.other(), "an error, no answer, an answer to another question");
    assertEquals(7, answers.all());
  }

  @Test
  void aQuantileIsTheNearestRankOfGoodOnesAlone() {
    for (int ms = 100; ms >= 1; ms--) {
      answers.add(200, ms * 1_000_000L);
    }
    answers.add(503, 1);
    assertEquals(50, answers.within(0.5));
    assertEquals(99, answers.within(0.99));
    assertEquals(100, answers.within(1));
    assertEquals(1, answers.within(0));
  }

  @Test
  void saysWhatCameInsteadOfGoodOnes() {
    answers.add(503, 1);
    answers.add(503, 1);
    assertEquals(
        "expected answers of status 200, found only {503=2}",
        assertThrows(IllegalStateException.class, () -> answers.within(0.5)).getMessage());
    answers.add(200, 1);
    assertEquals(
        "expected answers of status 200 alone, found {200=1, 503=2}",
        assertThrows(IllegalStateException.class, answers::requireGood).getMessage());
  }
}
