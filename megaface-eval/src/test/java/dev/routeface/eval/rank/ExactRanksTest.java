package dev.routeface.eval.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.rank.ExactRanks.Pair;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExactRanksTest {
  private static final int PEOPLE = 13;
  private static final int IMAGES = 5;
  private static final int DIMENSION = 17;
  private final UnitVectors probes = Fixture.people(PEOPLE, IMAGES, DIMENSION, 5);
  private final int[] identity = Fixture.identities(PEOPLE, IMAGES);

  /** The specification: one pair, one loop. */
  private static List<Pair> plain(UnitVectors probes, int[] identity, UnitVectors distractors) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < identity.length; i++) {
      for (int j = 0; j < identity.length; j++) {
        if (i != j && identity[i] == identity[j]) {
          pairs.add(new Pair(identity[i], i, j, plainRank(probes, i, j, distractors)));
        }
      }
    }
    return pairs;
  }

  private static int plainRank(UnitVectors probes, int i, int j, UnitVectors distractors) {
    int rank = 0;
    for (int d = 0; d < distractors.size(); d++) {
      float score = 0;
      for (int k = 0; k < probes.dimension(); k++) {
        score = Math.fma(probes.row(i)[k], distractors.row(d)[k], score);
      }
      rank += score > probes.cosine(i, j) ? 1 : 0;
    }
    return rank;
  }

  @Test
  void agreesWithThePlainDefinition() {
    UnitVectors distractors = Fixture.random(1021, DIMENSION, 6);
    ExactRanks ranks = ExactRanks.of(probes, identity, distractors);
    assertEquals(plain(probes, identity, distractors), ranks.pairs());
    assertTrue(ranks.pairs().stream().anyMatch(p -> p.rank() == 0), "an easy pair");
    assertTrue(ranks.pairs().stream().anyMatch(p -> p.rank() > 10), "a hard pair");
  }

  @Test
  void givesTheRanksOfTheGoldenOpenSet() {
    ExactRanks ranks = ExactRanks.of(Fixture.probes(), Fixture.identity(), Fixture.distractors());
    assertEquals(
        List.of(
            new Pair(0, 0, 1, 0),
            new Pair(0, 0, 2, 0),
            new Pair(0, 1, 0, 1),
            new Pair(0, 1, 2, 1),
            new Pair(0, 2, 0, 0),
            new Pair(0, 2, 1, 0),
            new Pair(1, 3, 4, 1),
            new Pair(1, 4, 3, 2),
            new Pair(2, 5, 6, 1),
            new Pair(2, 6, 5, 1)),
        ranks.pairs());
    assertEquals(8, ranks.distractors());
    assertEquals(3, ranks.identities());
  }

  @Test
  void ranksATieForTheMate() {
    UnitVectors twins = UnitVectors.normalise(3, new float[] {3, 1, 2, 1, 3, 2});
    UnitVectors copies = UnitVectors.normalise(3, new float[] {1, 3, 2, 1, 3, 2});
    assertEquals(
        List.of(new Pair(0, 0, 1, 0), new Pair(0, 1, 0, 2)),
        ExactRanks.of(twins, new int[] {0, 0}, copies).pairs());
  }

  @Test
  void doesNotDependOnTheOrderOfTheDistractors() {
    UnitVectors distractors = Fixture.random(521, DIMENSION, 7);
    UnitVectors shuffled = distractors.select(Seed.of(3).permutation(521));
    assertEquals(
        ExactRanks.of(probes, identity, distractors), ExactRanks.of(probes, identity, shuffled));
  }

  @Test
  void neverImprovesWhenADistractorIsAdded() {
    UnitVectors distractors = Fixture.random(300, DIMENSION, 8);
    List<Pair> fewer =
        ExactRanks.of(probes, identity, distractors.select(IntStream.range(0, 299).toArray()))
            .pairs();
    List<Pair> more = ExactRanks.of(probes, identity, distractors).pairs();
    for (int n = 0; n < more.size(); n++) {
      int gained = more.get(n).rank() - fewer.get(n).rank();
      assertTrue(gained == 0 || gained == 1, "gained " + gained);
    }
  }

  @Test
  void makesNoPairOfAPersonWithOneImage() {
    ExactRanks ranks =
        ExactRanks.of(
            Fixture.probes().select(new int[] {0, 3, 1}),
            new int[] {1, 0, 1},
            Fixture.distractors());
    assertEquals(List.of(new Pair(1, 0, 2, 0), new Pair(1, 2, 0, 1)), ranks.pairs());
  }

  @Test
  void refusesAnEmptyGalleryAndMissingIdentities() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ExactRanks.of(Fixture.probes(), new int[6], Fixture.random(0, 4, 1)));
    assertEquals(
        "expected an identity for each of 7 probes and at least one distractor, found 6 and 0",
        e.getMessage());
  }

  @Test
  void ranksAsBeforeAcrossAModelAndItself() {
    UnitVectors distractors = Fixture.random(211, DIMENSION, 6);
    assertEquals(
        ExactRanks.of(probes, identity, distractors),
        ExactRanks.across(probes, probes, identity, distractors));
  }

  /** The specification: the mate and the distractors are the gallery's model's. */
  @Test
  void ranksMatesThatAnotherModelEnrolled() {
    UnitVectors enrolled = Fixture.people(PEOPLE, IMAGES, DIMENSION, 8);
    UnitVectors distractors = Fixture.random(211, DIMENSION, 9);
    for (Pair pair : ExactRanks.across(probes, enrolled, identity, distractors).pairs()) {
      float mate = Rows.product(probes.row(pair.probe()), enrolled.row(pair.mate()));
      long above =
          IntStream.range(0, 211)
              .filter(d -> Rows.product(probes.row(pair.probe()), distractors.row(d)) > mate)
              .count();
      assertEquals(above, pair.rank());
    }
  }
}
