package dev.routeface.eval.devkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.eval.features.FloatTable;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Coarse numbers that tie all the time, in lists that overlap anyhow. */
class PartialCountsTest {
  private static final int IMAGES = 700;
  private static final int DIMENSION = 3;

  private final SplittableRandom random = new SplittableRandom(5);
  private final float[][] images = rows(IMAGES);
  private final Galleries galleries = new Galleries(List.of(some(600), some(1), some(41), some(9)));

  private float[][] rows(int count) {
    float[][] rows = new float[count][DIMENSION];
    for (float[] row : rows) {
      for (int k = 0; k < DIMENSION; k++) {
        row[k] = random.nextInt(-3, 4) / 2f;
      }
      row[0] += 0.25f; // so that every vector has a direction
    }
    return rows;
  }

  private static List<String> names() {
    return IntStream.range(0, IMAGES).mapToObj(String::valueOf).toList();
  }

  /** In an order of its own. */
  private static List<String> shuffled(List<String> names, long seed) {
    List<String> shuffled = new ArrayList<>(names);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }

  private static List<String> some(int size) {
    return shuffled(names(), size).subList(0, size);
  }

  private Probes probes(Similarity similarity) {
    float[][] rows = rows(120);
    List<String> ids = IntStream.range(0, rows.length).mapToObj(row -> "p" + row % 37).toList();
    return new Probes(features(rows, similarity), ids);
  }

  private static Features features(float[][] rows, Similarity similarity) {
    return Features.of(FloatTable.of(rows), similarity, row -> "row " + row);
  }

  private PartialCounts count(Probes probes, Similarity similarity, List<String> names) {
    float[][] rows =
        names.stream().map(name -> images[Integer.parseInt(name)]).toArray(float[][]::new);
    Placement placement = new Placement(galleries.sizes(), galleries.places(names));
    return Experiment.count(probes, placement, features(rows, similarity), Progress.NONE);
  }

  private List<PartialCounts> parts(Probes probes, Similarity similarity, int... cuts) {
    List<String> names = shuffled(names(), cuts.length);
    List<PartialCounts> parts = new ArrayList<>();
    int from = 0;
    for (int to : cuts) {
      parts.add(count(probes, similarity, names.subList(from, to)));
      from = to;
    }
    parts.add(count(probes, similarity, names.subList(from, IMAGES)));
    return parts;
  }

  private static PartialCounts sent(PartialCounts counts) {
    return PartialCounts.of(counts.bytes());
  }

  @ParameterizedTest
  @EnumSource
  void addUpToTheWholeInAnyOrder(Similarity similarity) {
    Probes probes = probes(similarity);
    byte[] whole = count(probes, similarity, names()).bytes();
    for (int order = 0; order < 6; order++) {
      List<PartialCounts> parts = parts(probes, similarity, 1, 8, 300, 301, 650);
      Collections.shuffle(parts, new Random(order));
      PartialCounts sum =
          parts.stream().map(PartialCountsTest::sent).reduce(PartialCounts::add).orElseThrow();
      assertArrayEquals(whole, sum.bytes(), "order " + order);
    }
  }

  @Test
  void addUpInAnyGrouping() {
    Probes probes = probes(Similarity.DEVKIT);
    List<PartialCounts> a = parts(probes, Similarity.DEVKIT, 100, 200, 500);
    List<PartialCounts> b = parts(probes, Similarity.DEVKIT, 100, 200, 500);
    byte[] left = a.get(0).add(a.get(1)).add(a.get(2)).add(a.get(3)).bytes();
    byte[] right = b.get(3).add(b.get(2)).add(b.get(1).add(b.get(0))).bytes();
    assertArrayEquals(left, right);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void countedAgainTheyHaveTheSameBytes(int part) {
    Probes probes = probes(Similarity.DEVKIT);
    assertArrayEquals(
        parts(probes, Similarity.DEVKIT, 333).get(part).bytes(),
        parts(Probes.of(probes.bytes()), Similarity.DEVKIT, 333).get(part).bytes());
  }

  @Test
  void theWholeOfPartsIsWhatOneRunFinds() {
    Probes probes = probes(Similarity.DEVKIT);
    float[][] union =
        galleries.paths().stream().map(i -> images[Integer.parseInt(i)]).toArray(float[][]::new);
    List<Identification> run =
        Experiment.run(probes, galleries, features(union, Similarity.DEVKIT), Progress.NONE);
    List<Identification> found =
        parts(probes, Similarity.DEVKIT, 10, 350).stream()
            .reduce(PartialCounts::add)
            .orElseThrow()
            .identifications(probes);
    for (int list = 0; list < run.size(); list++) {
      assertEquals(run.get(list).pairs(), found.get(list).pairs());
      assertArrayEquals(run.get(list).first().highest(), found.get(list).first().highest());
      assertArrayEquals(run.get(list).all().highest(), found.get(list).all().highest());
      for (int probe = 0; probe < probes.ids().size(); probe++) {
        assertEquals(run.get(list).best(probe), found.get(list).best(probe));
      }
    }
  }

  @Test
  void aListOfEverythingNeedsNoPaths() {
    Probes probes = probes(Similarity.COSINE);
    Features all = features(images, Similarity.COSINE);
    Placement listed =
        new Placement(new int[] {IMAGES}, new Galleries(List.of(names())).places(names()));
    PartialCounts sum = null;
    for (int first = 0; first < IMAGES; first += 250) {
      int[] rows = IntStream.range(first, Math.min(IMAGES, first + 250)).toArray();
      PartialCounts part =
          Experiment.count(
              probes, Placement.all(IMAGES, first, rows.length), all.select(rows), Progress.NONE);
      sum = sum == null ? part : sum.add(part);
    }
    assertArrayEquals(Experiment.count(probes, listed, all, Progress.NONE).bytes(), sum.bytes());
  }

  @ParameterizedTest
  @EnumSource
  void probesTravelToTheBit(Similarity similarity) {
    Probes probes = probes(similarity);
    Probes sent = Probes.of(probes.bytes());
    assertEquals(probes.ids(), sent.ids());
    assertEquals(similarity, sent.features().similarity());
    for (int row = 0; row < probes.ids().size(); row++) {
      assertArrayEquals(probes.features().row(row), sent.features().row(row));
      assertEquals(probes.score(0, row), sent.score(0, row));
    }
  }

  @Test
  void noResultOfAPartNorOfAPartTwice() {
    Probes probes = probes(Similarity.DEVKIT);
    PartialCounts part = count(probes, Similarity.DEVKIT, some(600).subList(0, 599));
    assertEquals(
        "expected the counts of 600 distractors, found those of 599",
        assertThrows(IllegalStateException.class, () -> part.identifications(probes)).getMessage());
    PartialCounts whole = count(probes, Similarity.DEVKIT, names());
    whole.add(sent(whole));
    assertEquals(
        "expected the counts of 600 distractors, found those of 1200",
        assertThrows(IllegalStateException.class, () -> whole.identifications(probes))
            .getMessage());
  }

  @Test
  void refusesOtherExperimentsAndOtherBytes() {
    Probes probes = probes(Similarity.DEVKIT);
    PartialCounts counts = count(probes, Similarity.DEVKIT, names());
    Probes fewer = probes.select(IntStream.range(0, 100).toArray());
    assertEquals(
        "expected counts of one experiment, found two",
        assertThrows(
                IllegalArgumentException.class,
                () -> counts.add(count(fewer, Similarity.DEVKIT, names())))
            .getMessage());
    byte[] bytes = counts.bytes();
    bytes[100] ^= 1;
    assertEquals("RFCOUNT1: expected the bytes of their checksum, found others", refused(bytes));
    assertEquals("expected bytes that begin with RFCOUNT1, found others", refused(probes.bytes()));
    assertEquals("expected bytes that begin with RFCOUNT1, found others", refused(new byte[5]));
  }

  private static String refused(byte[] bytes) {
    return assertThrows(BadDataException.class, () -> PartialCounts.of(bytes)).getMessage();
  }

  @Test
  void aThresholdThatWasNotKeptIsRefused() {
    Identification.Threshold threshold =
        new Identification.Threshold(1_000_000, new float[] {3, 2, 1});
    assertEquals(1, threshold.at(2e-6));
    assertEquals(
        "expected fewer than 3 false positives of 1000000 negatives, found 3",
        assertThrows(IllegalArgumentException.class, () -> threshold.at(3e-6)).getMessage());
    assertEquals(
        Float.NEGATIVE_INFINITY, new Identification.Threshold(3, new float[] {3, 2, 1}).above(3));
  }
}
