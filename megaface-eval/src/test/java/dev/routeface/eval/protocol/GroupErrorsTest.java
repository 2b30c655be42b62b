package dev.routeface.eval.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.metric.ErrorPoint;
import dev.routeface.eval.metric.GroupSpread;
import dev.routeface.eval.metric.GroupSpread.Count;
import dev.routeface.eval.protocol.LabelledPairs.Pair;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.UnitVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class GroupErrorsTest {
  private final FaceDataset faces = Fixture.Faces.of(Fixture.identities(20, 3));
  private final LabelledPairs easy = group("easy");
  private final LabelledPairs hard = group("hard");

  private LabelledPairs group(String name) {
    List<Pair> pairs = new ArrayList<>();
    for (int person = 0; person < 20; person++) {
      pairs.add(new Pair(3 * person, 3 * person + 1, true));
      pairs.add(new Pair(3 * person, 3 * person + 2, true));
      pairs.add(new Pair(3 * person, (3 * person + 5) % 60, false));
      pairs.add(new Pair(3 * person + 1, (3 * person + 31) % 60, false));
    }
    return LabelledPairs.consecutive(name, name, new Named(faces, name), pairs);
  }

  /** The same images under another digest. */
  private record Named(FaceDataset faces, String sha256) implements FaceDataset {
    @Override
    public int size() {
      return faces.size();
    }

    @Override
    public int identity(int index) {
      return faces.identity(index);
    }

    @Override
    public List<String> identities() {
      return faces.identities();
    }

    @Override
    public String name(int index) {
      return faces.name(index);
    }

    @Override
    public byte[] encoded(int index) {
      return faces.encoded(index);
    }
  }

  private static UnitVectors embed(FaceDataset faces) {
    boolean easy = faces.sha256().equals("easy");
    return easy ? Fixture.people(20, 3, 9, 1) : Fixture.people(20, 3, 3, 2);
  }

  private final GroupResult result =
      new GroupErrors(List.of(easy, hard), 0.1).judge(GroupErrorsTest::embed);

  @Test
  void oneThresholdForEverybodyKeepsTheGlobalRate() {
    ErrorPoint a = result.groups().get(0).point();
    ErrorPoint b = result.groups().get(1).point();
    assertEquals(result.global().threshold(), a.threshold());
    assertEquals(result.global().threshold(), b.threshold());
    assertEquals(result.global().falseAlarms(), a.falseAlarms() + b.falseAlarms());
    assertEquals(result.global().misses(), a.misses() + b.misses());
    assertEquals(8, result.global().falseAlarms(), "a tenth of 2 times 40");
    assertTrue(a.falseAlarms() < b.falseAlarms(), "few dimensions, many false matches");
  }

  @Test
  void groupsAloneAreJudgedAsPairSets() {
    PairResult alone = new PairSet(hard, List.of(0.1)).judge(GroupErrorsTest::embed);
    GroupResult.Group group = result.groups().get(1);
    assertEquals(alone.accuracy(), group.accuracy());
    assertEquals(alone.right(), group.right());
    assertEquals(alone.errors().det(), group.errors().det());
    assertEquals(alone.errors().scores(), group.errors().scores());
  }

  @Test
  void theOrderOfGroupsChangesNoFigure() {
    GroupResult turned = new GroupErrors(List.of(hard, easy), 0.1).judge(GroupErrorsTest::embed);
    assertEquals(result.global(), turned.global());
    assertEquals(result.groups().get(0), turned.groups().get(1));
    assertEquals(result.skewedErrorRatio(), turned.skewedErrorRatio());
    assertEquals(result.falseMatchSpread().ratio(), turned.falseMatchSpread().ratio(), 1e-12);
  }

  /** Of two accuracies: half their sum, their difference by the root of two, the errors' ratio. */
  @Test
  void summarisesAccuracies() {
    double a = result.groups().get(0).accuracy().mean();
    double b = result.groups().get(1).accuracy().mean();
    assertEquals((a + b) / 2, result.meanAccuracy(), 1e-12);
    assertEquals((a - b) / Math.sqrt(2), result.stdAccuracy(), 1e-12);
    assertEquals((1 - b) / (1 - a), result.skewedErrorRatio(), 1e-12);
    assertTrue(a > b);
  }

  /** By hand: 0.04 and 0.01 have the geometric mean 0.02. */
  @Test
  void dividesTheLargestRateByTheGeometricMean() {
    GroupSpread spread = GroupSpread.of(List.of(new Count(4, 100), new Count(10, 1000)));
    assertEquals(0.04, spread.max());
    assertEquals(0.02, spread.geometricMean(), 1e-15);
    assertEquals(2, spread.ratio(), 1e-12);
    assertEquals(0, spread.withoutErrors());
    assertEquals(1, GroupSpread.of(List.of(new Count(3, 9), new Count(1, 3))).ratio(), 1e-12);
  }

  /** By hand: 3 of 300 is 0.01, and 0.04 with 0.01 as above. */
  @Test
  void aGroupWithoutErrorsEntersWithThreeOfThem() {
    GroupSpread spread = GroupSpread.of(List.of(new Count(0, 300), new Count(4, 100)));
    assertEquals(0.02, spread.geometricMean(), 1e-15);
    assertEquals(1, spread.withoutErrors());
    assertEquals(0.04, spread.max());
    assertEquals(1, GroupSpread.of(List.of(new Count(0, 2))).geometricMean(), "no rate above 1");
  }

  @Test
  void comesBackFromJsonUnderItsNames() {
    assertEquals(result, Fields.of("r", result.toJson()).<Result>read(Result::of));
    assertEquals(
        List.of(
            "easy: pair accuracy", "easy: FMR @ global FMR 1e-1", "easy: FNMR @ global FMR 1e-1"),
        result.measures().subList(0, 3).stream().map(Measure::name).toList());
    assertEquals(6, result.measures().size());
  }

  @Test
  void saysWhatIsWrong() {
    assertEquals(
        "expected at least 2 groups of different names, found [easy]",
        refusal(() -> new GroupErrors(List.of(easy), 0.1)));
    assertEquals(
        "expected at least 2 groups of different names, found [easy, hard, easy]",
        refusal(() -> new GroupErrors(List.of(easy, hard, easy), 0.1)));
    assertEquals(
        "expected a global false match rate above 0 and at most 1, found 0.0",
        refusal(() -> new GroupErrors(List.of(easy, hard), 0)));
    assertEquals(
        "expected at least one group, found none", refusal(() -> GroupSpread.of(List.of())));
  }

  private static String refusal(Executable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong).getMessage();
  }

  @Test
  void readsTheListsOfRfw(@TempDir Path folder) throws IOException {
    String lines = "Person_0\t1\t2\n".repeat(9) + "Person_0\t1\tPerson_1\t3\n" + "Person_1\t1\t3\n";
    Path list = Files.writeString(folder.resolve("a.txt"), lines);
    LabelledPairs pairs = LfwPairs.readWithoutHead("a", list, faces);
    assertEquals(List.of(new Pair(0, 1, true), new Pair(0, 1, true)), pairs.folds().get(0));
    assertEquals(List.of(new Pair(0, 5, false)), pairs.folds().get(8));
    assertEquals(10, pairs.folds().size());
    assertEquals(11, IntStream.range(0, 10).map(fold -> pairs.folds().get(fold).size()).sum());
  }
}
