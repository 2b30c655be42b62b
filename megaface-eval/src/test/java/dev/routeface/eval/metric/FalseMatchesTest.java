package dev.routeface.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.eval.Fixture;
import dev.routeface.sdk.math.UnitVectors;
import java.util.List;
import org.junit.jupiter.api.Test;

class FalseMatchesTest {
  private final UnitVectors images = Fixture.people(31, 4, 7, 3);
  private final int[] person = Fixture.identities(31, 4);

  private PerIdentity plain(FalseMatches.Compared compared, double threshold) {
    PerIdentity.Tally tally = new PerIdentity.Tally(31);
    for (int i = 0; i < person.length; i++) {
      for (int j = 0; j < person.length; j++) {
        if (person[i] != person[j] && compared.test(i, j)) {
          tally.add(person[i], images.cosine(i, j) >= (float) threshold ? 1 : 0);
        }
      }
    }
    return tally.done();
  }

  @Test
  void agreesWithThePlainDefinition() {
    FalseMatches.Compared some = (one, other) -> one < 50 || other < 50;
    assertEquals(
        List.of(plain(some, 0.1), plain(some, 0.6)),
        FalseMatches.of(images, person, some, 0.1, 0.6));
  }

  @Test
  void countsEveryPairWithBothItsPeople() {
    PerIdentity all = FalseMatches.of(images, person, FalseMatches.Compared.ALL, -2).get(0);
    assertEquals(2 * (124 * 123 / 2 - 31 * 6), all.pairs());
    assertEquals(1, all.average(Averaging.PAIRS));
  }

  @Test
  void agreesWithTheFalseAcceptsOfTheRoc() {
    UnitVectors distractors = Fixture.random(60, 7, 4);
    OperatingPoint point = Roc.of(images, person, distractors).at(0.05);
    float[] values = new float[(124 + 60) * 7];
    images.values().get(0, values, 0, 124 * 7);
    distractors.values().get(0, values, 124 * 7, 60 * 7);
    int[] who = new int[124 + 60];
    for (int i = 0; i < who.length; i++) {
      who[i] = i < 124 ? person[i] : 31 + i - 124;
    }
    PerIdentity touching =
        FalseMatches.of(
                UnitVectors.of(7, values),
                who,
                (one, other) -> one < 124 || other < 124,
                point.threshold())
            .get(0);
    assertEquals(2 * point.impostors(), touching.pairs());
    assertEquals(
        2.0 * point.falseAccepts(), touching.average(Averaging.PAIRS) * touching.pairs(), 1e-6);
  }

  @Test
  void refusesToCompareNobody() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> FalseMatches.of(images, new int[124], FalseMatches.Compared.ALL, 0.5));
    assertEquals("expected an identity with a pair of images, found none", e.getMessage());
  }
}
