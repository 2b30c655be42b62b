package dev.routeface.eval.devkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.eval.rank.ExactRanks;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the plain twin, on coarse numbers of any length that tie all the time. */
class IdentificationTest {
  private static final int DIMENSION = 3;

  private static float[][] rows(int count, SplittableRandom random) {
    float[][] rows = new float[count][DIMENSION];
    for (float[] row : rows) {
      for (int k = 0; k < DIMENSION; k++) {
        row[k] = random.nextInt(-3, 4) / 2f;
      }
    }
    return rows;
  }

  private static Features features(float[][] rows) {
    float[] values = new float[rows.length * DIMENSION];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * DIMENSION, DIMENSION);
    }
    return new Features(DIMENSION, values);
  }

  /** Identities of several sizes, one of a single image, their images not side by side. */
  private static List<String> ids(int count, SplittableRandom random) {
    List<String> ids = new ArrayList<>(List.of("loner", "p1", "p1"));
    while (ids.size() < count) {
      ids.add("p" + random.nextInt(12));
    }
    return ids;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isThePlainTwinsToTheBit(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] probes = rows(110, random);
    List<String> ids = ids(110, random);
    float[][] distractors = rows(300, random);
    PlainDevkit plain = new PlainDevkit(probes, ids, distractors);
    Identification found =
        Identification.of(new Probes(features(probes), ids), features(distractors));

    for (ExactRanks.Pair pair : found.pairs()) {
      assertEquals(plain.rank(pair.probe(), pair.mate()), pair.rank(), pair.toString());
    }
    assertArrayEquals(plain.traditional(), found.traditional());
    double[] tpr = plain.tpr();
    assertEquals(tpr.length - 1, found.verification().negatives());
    for (int fp = 0; fp < tpr.length; fp++) {
      assertEquals(tpr[fp], found.verification().tpr(fp), "at " + fp);
    }
    assertSame(PlainDevkit.thinned(tpr, tpr.length - 1), found.verification().curve());
    for (int probe = 0; probe < probes.length; probe++) {
      assertEquals(
          plain.best(probe), found.best(probe).stream().map(BestDistractors.Best::row).toList());
    }
  }

  private static void assertSame(List<double[]> expected, ThinnedCurve found) {
    assertEquals(expected.size(), found.x().size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i)[0], found.x().get(i), 1e-7);
      assertEquals(expected.get(i)[1], found.y().get(i), 1e-7);
    }
  }

  @Test
  void everyOrderedPairOnce() {
    SplittableRandom random = new SplittableRandom(9);
    List<String> ids = List.of("a", "b", "a", "a", "b", "c");
    Identification found =
        Identification.of(new Probes(features(rows(6, random)), ids), features(rows(3, random)));
    assertEquals(3 * 2 + 2, found.pairs().size());
    assertEquals(3 * 1 + 1, found.verification().positives());
  }

  @Test
  void refusesWhatCannotBeJudged() {
    Features two = features(new float[2][DIMENSION]);
    assertEquals(
        "expected an identity with two images, found none",
        assertThrows(
                IllegalArgumentException.class,
                () -> Identification.of(new Probes(two, List.of("a", "b")), two))
            .getMessage());
    assertEquals(
        "expected an id for each of 2 probes, found 1",
        assertThrows(IllegalArgumentException.class, () -> new Probes(two, List.of("a")))
            .getMessage());
  }
}
