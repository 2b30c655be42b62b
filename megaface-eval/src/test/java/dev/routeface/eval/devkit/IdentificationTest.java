package dev.routeface.eval.devkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.eval.features.FloatTable;
import dev.routeface.eval.rank.ExactRanks;
import dev.routeface.sdk.math.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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
    return Features.of(FloatTable.of(rows), Similarity.DEVKIT, row -> "row " + row);
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
    Identification found = Judged.by(new Probes(features(probes), ids), features(distractors));

    for (ExactRanks.Pair pair : found.pairs()) {
      assertEquals(plain.rank(pair.probe(), pair.mate()), pair.rank(), pair.toString());
    }
    assertArrayEquals(plain.traditional(), found.traditional());
    double[] tpr = plain.tpr();
    assertEquals(tpr.length - 1, found.verification().negatives());
    for (int fp = 0; fp < tpr.length; fp++) {
      assertEquals(tpr[fp], found.verification().tpr(fp), "at " + fp);
    }
    for (int fp = 0; fp < 100; fp++) {
      float threshold = found.first().above(fp);
      long accepted = found.positives().stream().filter(p -> p.score() >= threshold).count();
      assertEquals(tpr[fp], (double) accepted / found.positives().size(), "threshold at " + fp);
    }
    assertSame(PlainDevkit.thinned(tpr, tpr.length - 1), found.verification().curve());
    for (int probe = 0; probe < probes.length; probe++) {
      assertEquals(
          plain.best(probe), found.best(probe).stream().map(BestDistractors.Best::row).toList());
    }
  }

  /** Lists that overlap anyhow, in orders of their own: as if each had been judged alone. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void severalListsAtOnceAreEachAsIfAlone(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> ids = ids(40, random);
    float[][] probes = rows(40, random);
    float[][] images = rows(200, random);
    List<List<Integer>> lists = new ArrayList<>();
    for (int size : new int[] {200, 1, 10, 37, 150, 0}) {
      List<Integer> all = new ArrayList<>(IntStream.range(0, 200).boxed().toList());
      Collections.shuffle(all, new Random(seed + size));
      lists.add(all.subList(0, size));
    }
    Galleries galleries =
        new Galleries(lists.stream().map(l -> l.stream().map(String::valueOf).toList()).toList());
    assertEquals(200, galleries.paths().size());
    float[][] union =
        galleries.paths().stream().map(i -> images[Integer.parseInt(i)]).toArray(float[][]::new);
    List<Identification> found =
        Experiment.run(
            new Probes(features(probes), ids), galleries, features(union), Progress.NONE);
    for (int list = 0; list < lists.size(); list++) {
      float[][] own = lists.get(list).stream().map(i -> images[i]).toArray(float[][]::new);
      PlainDevkit plain = new PlainDevkit(probes, ids, own);
      Identification one = found.get(list);
      assertEquals(own.length, one.distractors());
      for (ExactRanks.Pair pair : one.pairs()) {
        assertEquals(plain.rank(pair.probe(), pair.mate()), pair.rank(), pair.toString());
      }
      for (int probe = 0; probe < probes.length; probe++) {
        assertEquals(
            plain.best(probe), one.best(probe).stream().map(BestDistractors.Best::row).toList());
      }
      double[] tpr = plain.tpr();
      for (int fp = 0; fp < tpr.length; fp++) {
        assertEquals(tpr[fp], one.verification().tpr(fp), "at " + fp);
      }
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
        Judged.by(new Probes(features(rows(6, random)), ids), features(rows(3, random)));
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
                () -> Judged.by(new Probes(two, List.of("a", "b")), two))
            .getMessage());
    assertEquals(
        "expected an id for each of 2 probes, found 1",
        assertThrows(IllegalArgumentException.class, () -> new Probes(two, List.of("a")))
            .getMessage());
  }
}
