package dev.routeface.eval.devkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.eval.features.FloatTable;
import dev.routeface.eval.rank.ExactRanks;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleaningTest {
  private static final NoiseList NOISE = new NoiseList(Set.of("a2"));

  private final List<String> paths = List.of("a0", "a1", "a2", "b0");
  private final Probes probes =
      new Probes(
          features(
              new float[] {1, 0},
              new float[] {0, 1},
              new float[] {-1, 0},
              new float[] {0.6f, 0.8f}),
          List.of("a", "a", "a", "b"));

  private static Features features(float[]... rows) {
    return Features.of(FloatTable.of(rows), Similarity.DEVKIT, row -> "row " + row);
  }

  private static Cleaning cleaning(
      NoiseStrategy strategy, NoiseList probes, NoiseList distractors) {
    return new Cleaning(strategy, probes, distractors, 3);
  }

  @Test
  void dropLeavesTheNoiseOut() {
    Cleaning drop = cleaning(NoiseStrategy.DROP, NOISE, NOISE);
    Probes clean = drop.clean(paths, probes);
    assertEquals(List.of("a", "a", "b"), clean.ids());
    assertArrayEquals(new float[] {0.6f, 0.8f}, clean.features().row(2));
    assertEquals(List.of("a0", "a1", "b0"), drop.clean(paths));
  }

  @Test
  void faceXZooPutsANoisyProbeToItsCleanCentreAndADistractorToZero() {
    Cleaning zoo = cleaning(NoiseStrategy.FACEXZOO, NOISE, NOISE);
    Rows clean = zoo.clean(paths, probes).features();
    assertArrayEquals(new float[] {(float) Math.sqrt(0.5), (float) Math.sqrt(0.5)}, clean.row(2));
    assertArrayEquals(new float[] {1, 0}, clean.row(0));
    Features distractors = zoo.clean(paths, probes.features());
    assertArrayEquals(new float[] {0, 0}, distractors.row(2));
    assertArrayEquals(new float[] {0, 1}, distractors.row(1));
    assertEquals(paths, zoo.clean(paths));
  }

  @Test
  void insightFaceAddsADimensionAndASeededJitter() {
    Cleaning insight = cleaning(NoiseStrategy.INSIGHTFACE, NOISE, NOISE);
    Rows clean = insight.clean(paths, probes).features();
    assertArrayEquals(new float[] {1, 0, 0}, clean.row(0));
    float[] centre = clean.row(2);
    assertEquals(Math.sqrt(0.5), centre[0], 1e-3);
    assertEquals(1, Math.hypot(centre[0], centre[1]), 1e-6);
    assertEquals(0, centre[2]);
    assertArrayEquals(centre, insight.clean(paths, probes).features().row(2), "the same seed");
    assertArrayEquals(new float[] {-1, 0, 100}, insight.clean(paths, probes.features()).row(2));
  }

  /** Faces of unit length are at most 2 apart: nothing at 100 can stand before a mate. */
  @ParameterizedTest
  @EnumSource(names = {"DROP", "INSIGHTFACE"})
  void noisyDistractorsChangeNoRank(NoiseStrategy strategy) {
    SplittableRandom random = new SplittableRandom(5);
    Probes people =
        new Probes(unit(20, random), IntStream.range(0, 20).mapToObj(i -> "p" + i % 6).toList());
    Features distractors = unit(60, random);
    List<String> names = IntStream.range(0, 60).mapToObj(i -> "d" + i).toList();
    int[] kept = IntStream.range(0, 60).filter(i -> i % 7 != 0).toArray();
    Set<String> noise =
        Set.copyOf(IntStream.range(0, 60).filter(i -> i % 7 == 0).mapToObj(names::get).toList());
    Cleaning cleaning = cleaning(strategy, NoiseList.NONE, new NoiseList(noise));
    Galleries galleries = new Galleries(List.of(names)).each(cleaning::clean);
    Features clean =
        cleaning.clean(names, distractors).select(new Galleries(List.of(names)).rows(galleries));
    List<ExactRanks.Pair> found =
        Experiment.run(cleaning.clean(people.ids(), people), galleries, clean, Progress.NONE)
            .get(0)
            .pairs();
    assertEquals(Judged.by(people, distractors.select(kept)).pairs(), found);
  }

  private static Features unit(int count, SplittableRandom random) {
    float[][] rows = new float[count][4];
    for (float[] row : rows) {
      double square = 0;
      for (int k = 0; k < row.length; k++) {
        row[k] = (float) random.nextGaussian();
        square += row[k] * row[k];
      }
      for (int k = 0; k < row.length; k++) {
        row[k] /= (float) Math.sqrt(square);
      }
    }
    return features(rows);
  }

  @Test
  void refusesAnIdentityOfNoiseAlone() {
    Cleaning all = cleaning(NoiseStrategy.FACEXZOO, new NoiseList(Set.of("b0")), NoiseList.NONE);
    assertEquals(
        "expected a clean image of b to put its noise to, found none",
        assertThrows(BadDataException.class, () -> all.clean(paths, probes)).getMessage());
  }
}
