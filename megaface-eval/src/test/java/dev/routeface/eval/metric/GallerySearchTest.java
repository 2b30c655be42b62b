package dev.routeface.eval.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.metric.GallerySearch.Mate;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GallerySearchTest {
  /** Cosines with (1, 0) by hand: 0.6 and 0 of person 4, 0.6 and 0.8 of others. */
  private final GallerySearch search =
      new GallerySearch(
          UnitVectors.of(2, new float[] {0.6f, 0.8f, 0, 1, 0.6f, -0.8f, 0.8f, 0.6f}),
          new int[] {4, 4, 2, 7});

  private final UnitVectors probe = UnitVectors.of(2, new float[] {1, 0});

  @Test
  void aTieFavoursTheMateAndItsBestEntryCounts() {
    assertEquals(List.of(new Mate(0.6f, 1)), search.mates(probe, new int[] {4}));
    assertEquals(List.of(new Mate(0.6f, 1)), search.mates(probe, new int[] {2}));
    assertEquals(List.of(new Mate(0.8f, 0)), search.mates(probe, new int[] {7}));
  }

  @Test
  void whoIsNotEnrolledHasNoScore() {
    assertEquals(Trials.FAILED, search.mates(probe, new int[] {5}).get(0).score());
    assertArrayEquals(new float[] {0.8f}, search.best(probe));
  }

  /** More entries than one tile of the kernel holds. */
  @Test
  void agreesWithComparingOneByOne() {
    UnitVectors all = Fixture.people(61, 9, 7, 3);
    int[] person = Fixture.identities(61, 9);
    UnitVectors probes = Fixture.random(13, 7, 4);
    List<Mate> expected = new ArrayList<>();
    float[] best = new float[13];
    for (int p = 0; p < 13; p++) {
      float own = -2;
      best[p] = -2;
      for (int g = 0; g < person.length; g++) {
        float score = cosine(probes, p, all, g);
        own = person[g] == p ? Math.max(own, score) : own;
        best[p] = Math.max(best[p], score);
      }
      int above = 0;
      for (int g = 0; g < person.length; g++) {
        above += person[g] != p && cosine(probes, p, all, g) > own ? 1 : 0;
      }
      expected.add(new Mate(own, above));
    }
    GallerySearch large = new GallerySearch(all, person);
    int[] who = Fixture.identities(13, 1);
    assertEquals(expected, large.mates(probes, who));
    assertArrayEquals(best, large.best(probes));
    for (double rate : new double[] {0.05, 0.3, 1}) {
      assertEquals(
          plainPool(probes, all, person, rate),
          PooledNegatives.threshold(large, probes, who, rate));
    }
  }

  private static double plainPool(UnitVectors probes, UnitVectors all, int[] person, double rate) {
    List<Float> pool = new ArrayList<>();
    for (int p = 0; p < probes.size(); p++) {
      for (int g = 0; g < person.length; g++) {
        if (person[g] != p) {
          pool.add(cosine(probes, p, all, g));
        }
      }
    }
    pool.sort(Collections.reverseOrder());
    return pool.get((int) Math.ceil(probes.size() * rate) - 1);
  }

  private static float cosine(UnitVectors a, int i, UnitVectors b, int j) {
    float sum = 0;
    for (int k = 0; k < a.dimension(); k++) {
      sum = Math.fma(a.row(i)[k], b.row(j)[k], sum);
    }
    return sum;
  }

  @Test
  void aPoolWithFewerNegativesThanPlacesRefusesNobody() {
    GallerySearch alone = new GallerySearch(probe, new int[] {0});
    assertEquals(Det.EVERYBODY, PooledNegatives.threshold(alone, probe, new int[] {0}, 1));
  }

  @Test
  void anotherPersonEnrolledNeverImprovesARank() {
    UnitVectors all = Fixture.people(20, 2, 5, 6);
    int[] person = Fixture.identities(20, 2);
    int[] few = Fixture.identities(30, 1);
    List<Mate> before =
        new GallerySearch(all.select(few), Arrays.copyOf(person, 30)).mates(all, person);
    List<Mate> after = new GallerySearch(all, person).mates(all, person);
    for (int n = 0; n < 30; n++) {
      assertTrue(after.get(n).rank() >= before.get(n).rank());
    }
  }

  @Test
  void refusesEntriesOfNobody() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new GallerySearch(probe, new int[] {1, 2}));
    assertEquals("expected a person for each of 1 entries, found 2", e.getMessage());
  }
}
