package dev.routeface.eval.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.ErrorPoint;
import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.protocol.LabelledPairs.Pair;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairSetTest {
  /** Five images of three people on the axes of a plane; cosines 1, 0, -1 and 0.6 by hand. */
  private final FaceDataset faces = Fixture.Faces.of(new int[] {0, 0, 1, 1, 2});

  private final UnitVectors vectors =
      UnitVectors.of(2, new float[] {1, 0, 1, 0, 0.6f, 0.8f, 0, 1, -1, 0});

  private static List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      for (int j = i + 1; j < 5; j++) {
        pairs.add(new Pair(i, j, i < 2 && j < 2 || i == 2 && j == 3));
      }
    }
    return pairs;
  }

  /** Mated 1 and 0.8; non-mated 0.6 (twice), 0 (three times), -0.6 and -1 (twice). */
  @Test
  void countsMissesAtTheLowestThresholdThatKeepsTheRate() {
    LabelledPairs set = LabelledPairs.consecutive("s", "s", faces, pairs());
    ErrorRates errors = new PairSet(set, List.of(0.125, 0.25, 1.0)).judge(f -> vectors).errors();
    assertEquals(
        List.of(
            new ErrorPoint(0.125, Math.nextUp(0.6f), 0, 2, 0, 8),
            new ErrorPoint(0.25, Math.nextUp(0f), 0, 2, 2, 8),
            new ErrorPoint(1, -2, 0, 2, 8, 8)),
        errors.at().stream().map(ErrorRates.AtRate::point).toList());
  }

  @Test
  void aFigureDoesNotDependOnTheOrderOfPairs() {
    List<Pair> reversed = new ArrayList<>(pairs());
    Collections.reverse(reversed);
    UnitVectors some = Fixture.random(5, 3, 4);
    ErrorRates forth = errors(pairs(), some);
    assertEquals(forth, errors(reversed, some));
    assertEquals(
        (double) forth.at().get(0).point().misses() / 2,
        forth.at().get(0).missed().average(Averaging.PAIRS));
  }

  private ErrorRates errors(List<Pair> pairs, UnitVectors some) {
    LabelledPairs set = LabelledPairs.consecutive("s", "s", faces, pairs);
    return new PairSet(set, List.of(0.25)).judge(f -> some).errors();
  }

  @Test
  void cutsTenConsecutiveFoldsTheFirstOnesLarger() {
    List<Pair> pairs = new ArrayList<>(pairs());
    pairs.addAll(pairs().subList(0, 3));
    LabelledPairs set = LabelledPairs.consecutive("s", "s", faces, pairs);
    assertEquals(
        List.of(2, 2, 2, 1, 1, 1, 1, 1, 1, 1), set.folds().stream().map(List::size).toList());
    assertEquals(pairs, set.folds().stream().flatMap(List::stream).toList());
  }

  @Test
  void embedsTheImagesThatStandInPairsAlone() {
    FaceDataset all = Fixture.Faces.of(new int[] {0, 0, 0, 1, 1, 2, 2, 2, 3});
    FaceDataset some = Fixture.Faces.of(new int[] {0, 0, 1, 1});
    UnitVectors four = Fixture.random(4, 3, 1);
    List<String> given = new ArrayList<>();
    PairResult among =
        new PairSet(tenPairs(all, 0, 2, 5, 7), List.of(0.25))
            .judge(
                faces -> {
                  IntStream.range(0, faces.size()).mapToObj(faces::name).forEach(given::add);
                  return four;
                });
    assertEquals(
        List.of(all.name(0), all.name(2), all.name(5), all.name(7)), given, "in their order");
    PairResult alone = new PairSet(tenPairs(some, 0, 1, 2, 3), List.of(0.25)).judge(f -> four);
    assertEquals(alone.accuracy(), among.accuracy());
    assertEquals(alone.errors().det(), among.errors().det());
  }

  /** Images a and b of one person, c and d of another. */
  private static LabelledPairs tenPairs(FaceDataset faces, int a, int b, int c, int d) {
    List<Pair> pairs = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      pairs.add(n % 2 == 0 ? new Pair(a, b, true) : new Pair(d, c, true));
      pairs.add(n % 2 == 0 ? new Pair(a, d, false) : new Pair(c, b, false));
    }
    return LabelledPairs.consecutive("s", "s", faces, pairs);
  }

  @Test
  void refusesWhatCannotBeJudged() {
    assertEquals(
        "expected images 0 to 4, found Pair[first=0, second=5, same=true]",
        refusal(List.of(List.of(new Pair(0, 5, true)), List.of(new Pair(0, 1, false)))));
    assertEquals(
        "expected pairs of one person and of two, found 2 of 2 of one",
        refusal(List.of(List.of(new Pair(0, 1, true)), List.of(new Pair(2, 3, true)))));
    assertEquals(
        "expected at least 2 folds of at least 1 pair, found folds of [1]",
        refusal(List.of(List.of(new Pair(0, 1, true)))));
    LabelledPairs set = LabelledPairs.consecutive("s", "s", faces, pairs());
    assertEquals(
        "expected false match rates above 0 and at most 1, found 0.0",
        assertThrows(IllegalArgumentException.class, () -> new PairSet(set, List.of(0.0)))
            .getMessage());
    assertEquals(
        "expected false match rates, found none",
        assertThrows(IllegalArgumentException.class, () -> new PairSet(set, List.of()))
            .getMessage());
  }

  private String refusal(List<List<Pair>> folds) {
    return assertThrows(IllegalArgumentException.class, () -> new LabelledPairs("s", faces, folds))
        .getMessage();
  }
}
