package dev.routeface.eval.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.PairAccuracy;
import dev.routeface.eval.protocol.LabelledPairs.Pair;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.UnitVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LfwPairsTest {
  private static final String LIST =
      """
      2\t1
      Person_0\t1\t2
      Person_0\t1\tPerson_1\t2
      Person_1\t2\t1
      Person_1\t1\tPerson_2\t1
      """;

  private final FaceDataset faces = Fixture.Faces.of(new int[] {0, 0, 1, 1, 2});
  @TempDir Path folder;

  private LabelledPairs read(String text) throws IOException {
    return LfwPairs.read("lfw", Files.writeString(folder.resolve("pairs.txt"), text), faces);
  }

  private String refusal(String text) {
    return assertThrows(BadDataException.class, () -> read(text))
        .getMessage()
        .replace(folder + "/", "");
  }

  @Test
  void findsImagesByPersonAndNumber() throws IOException {
    assertEquals(
        List.of(
            List.of(new Pair(0, 1, true), new Pair(0, 3, false)),
            List.of(new Pair(3, 2, true), new Pair(2, 4, false))),
        read(LIST).folds());
  }

  @Test
  void namesTheLineThatIsWrong() {
    assertEquals(
        "pairs.txt line 3: expected \"name1 n1 name2 n2\" of two people, found \"Person_0\t1\t2\"",
        refusal(LIST.replace("Person_0\t1\tPerson_1\t2", "Person_0\t1\t2")));
    assertEquals(
        "pairs.txt line 3: expected \"name1 n1 name2 n2\" of two people,"
            + " found \"Person_0\t1\tPerson_0\t2\"",
        refusal(LIST.replace("Person_0\t1\tPerson_1\t2", "Person_0\t1\tPerson_0\t2")));
    assertEquals(
        "pairs.txt line 4: expected \"name n1 n2\", found \"Person_1\t2\"",
        refusal(LIST.replace("Person_1\t2\t1", "Person_1\t2")));
    assertEquals(
        "pairs.txt line 4: expected a whole number of at least 1 for \"x\","
            + " found \"Person_1\t2\tx\"",
        refusal(LIST.replace("Person_1\t2\t1", "Person_1\t2\tx")));
    assertEquals(
        "pairs.txt line 4: expected an image of the data set, but it has no"
            + " Person_1/Person_1_0007, found \"Person_1\t2\t7\"",
        refusal(LIST.replace("Person_1\t2\t1", "Person_1\t2\t7")));
    assertEquals(
        "pairs.txt line 1: expected two numbers, folds and pairs of each kind per fold,"
            + " found \"300\"",
        refusal("300\n"));
    assertEquals(
        "pairs.txt line 1: expected two numbers, folds and pairs of each kind per fold,"
            + " found an empty file",
        refusal(""));
    assertEquals(
        "pairs.txt: expected 8 pairs, found 4 lines after the first",
        refusal(LIST.replace("2\t1\nPerson_0", "2\t2\nPerson_0")));
  }

  @Test
  void refusesAListThatIsNotThere() {
    Path missing = folder.resolve("none.txt");
    BadDataException e =
        assertThrows(BadDataException.class, () -> LfwPairs.read("lfw", missing, faces));
    assertEquals(
        missing + ": expected a readable list of pairs, found no such file", e.getMessage());
  }

  /** Squared distances by hand: 0 and 2 in the first fold, 2 (same!) and 4 in the second. */
  @Test
  void judgesPairsByDistance() throws IOException {
    UnitVectors vectors = UnitVectors.of(2, new float[] {1, 0, 1, 0, 1, 0, 0, 1, -1, 0});
    PairResult result = new PairSet(read(LIST), List.of(0.5)).judge(same -> vectors);
    assertEquals(
        List.of(new PairAccuracy.Fold(2.0100000000000002, 0.5), new PairAccuracy.Fold(0.01, 0.5)),
        result.accuracy().folds());
    assertEquals(1, result.right().total(0));
    assertEquals(2, result.right().pairs(0));
    assertEquals(1, result.right().total(1));
    assertEquals(0, result.right().pairs(2));
    assertEquals(
        result.accuracy().mean(), result.measures().get(0).values().average(Averaging.PAIRS));
    assertEquals(
        List.of("lfw: pair accuracy", "lfw: FNMR @ FMR 5e-1"),
        result.measures().stream().map(Measure::name).toList());
    assertEquals(result, Fields.of("r", result.toJson()).<Result>read(Result::of));
  }

  /** Needs Labeled Faces in the Wild beside the repository, or where ROUTEFACE_SHARED says. */
  @Test
  void readsTheRealView2() throws IOException {
    Path shared =
        Optional.ofNullable(System.getenv("ROUTEFACE_SHARED"))
            .map(Path::of)
            .orElse(Path.of("../../shared"));
    Path list = shared.resolve("data/lfw-pairs.txt");
    Assumptions.assumeTrue(Files.exists(list), "LFW is not here");
    List<String> people;
    try (Stream<Path> folders = Files.list(shared.resolve("data/lfw112"))) {
      people = folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
    List<Integer> owner = new ArrayList<>();
    for (int person = 0; person < people.size(); person++) {
      try (Stream<Path> images = Files.list(shared.resolve("data/lfw112/" + people.get(person)))) {
        owner.addAll(Collections.nCopies((int) images.count(), person));
      }
    }
    FaceDataset lfw =
        new Fixture.Faces(owner.stream().mapToInt(Integer::intValue).toArray(), people);
    LabelledPairs view2 = LfwPairs.read("lfw", list, lfw);
    assertEquals(Collections.nCopies(10, 600), view2.folds().stream().map(List::size).toList());
    for (List<Pair> fold : view2.folds()) {
      long same =
          fold.stream().filter(p -> lfw.identity(p.first()) == lfw.identity(p.second())).count();
      assertEquals(300, same);
      assertEquals(300, fold.stream().filter(Pair::same).count());
    }
    Pair first = view2.folds().get(0).get(0);
    assertEquals("Abel_Pacheco/Abel_Pacheco_0001.jpg", lfw.name(first.first()));
    assertEquals("Abel_Pacheco/Abel_Pacheco_0004.jpg", lfw.name(first.second()));
  }
}
