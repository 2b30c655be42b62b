package dev.routeface.sdk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
  private static final Path RECIPES = Path.of("../models/recipes");

  private final ChildJvm jvm = new ChildJvm(1);

  @Test
  void theStockArmHasNoFlagButItsThreads() {
    List<String> words = jvm.command(turn(Arm.STOCK, RECIPES), Path.of("result.json"));
    assertEquals("-Dai.djl.pytorch.num_threads=1", words.get(1));
    assertEquals(List.of("-cp", System.getProperty("java.class.path")), words.subList(2, 4));
    assertEquals("result.json", words.get(words.size() - 1));
  }

  @Test
  void ourArmsHaveTheFlagsOfThisJvm() {
    List<String> words = jvm.command(turn(Arm.MOBILEFACENET, RECIPES), Path.of("result.json"));
    assertTrue(words.contains("-Djava.awt.headless=true"), words::toString);
    assertFalse(words.stream().anyMatch(word -> word.startsWith("-javaagent")), words::toString);
    assertEquals(
        List.of("-Dai.djl.pytorch.num_threads=1"),
        words.stream().filter(word -> word.contains("num_threads")).toList());
  }

  @Test
  void anotherJvmHasTheClassPathBesideItsCommandLine() {
    ProcessBuilder other = ChildJvm.likeThisOne(List.of("Main", "word"));
    String path = System.getProperty("java.class.path");
    assertEquals(path, other.environment().get("CLASSPATH"));
    List<String> words = other.command();
    assertFalse(words.contains("-cp") || words.contains(path), words::toString);
    assertFalse(words.stream().anyMatch(word -> word.startsWith("-javaagent")), words::toString);
    assertTrue(words.contains("-Djava.awt.headless=true"), words::toString);
    assertEquals(List.of("Main", "word"), words.subList(words.size() - 2, words.size()));
  }

  @Test
  void theTuningIsWhatTheLauncherSetsForTheAllocator() {
    assertEquals(
        List.of("MALLOC_MMAP_MAX_", "MALLOC_TOP_PAD_"),
        ChildJvm.tuning(Map.of("MALLOC_TOP_PAD_", "1", "PATH", "/bin", "MALLOC_MMAP_MAX_", "0")));
  }

  @Test
  void aTurnSurvivesItsWayThroughTheCommandLine() {
    for (Optional<Path> faces : List.of(Optional.<Path>empty(), Optional.of(Path.of("a b")))) {
      Turn turn = new Turn(Arm.STUDENT_ONLINE, 3, 1, 2, RECIPES, faces);
      assertEquals(turn, Turn.of(turn.arguments()));
    }
  }

  @Test
  void measuresInAnotherJvm() {
    Measurement measured = jvm.run(turn(Arm.STUDENT_ONLINE, RECIPES));
    assertEquals(Arm.STUDENT_ONLINE, measured.arm());
    assertEquals(64, measured.batch());
    assertEquals(2, measured.steps());
    assertTrue(measured.residentAfter() > 10, measured::toString);
  }

  @Test
  void aFailureInAnotherJvmIsShown() {
    String message =
        assertThrows(
                IllegalStateException.class,
                () -> jvm.run(turn(Arm.STUDENT_ALONE, Path.of("nowhere"))))
            .getMessage();
    assertTrue(
        message.startsWith("student-alone: expected exit code 0 of its JVM, found 1: "), message);
    assertTrue(
        message.contains("nowhere/real/student.margin.json: expected a readable JSON file"),
        message);
  }

  private static Turn turn(Arm arm, Path recipes) {
    return new Turn(arm, 1, 1, 2, recipes, Optional.empty());
  }
}
