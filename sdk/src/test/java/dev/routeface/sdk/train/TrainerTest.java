package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.recipe.Recipe;
import dev.routeface.sdk.route.Anchor;
import dev.routeface.sdk.route.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  @TempDir Path folder;

  @Test
  void keepsAnAnchorOfEveryEpochAndTheyDiffer() {
    Path run = teacher(4);
    Route route = Run.existing(run).route().orElseThrow();
    assertEquals(List.of(1, 2, 3, 4), route.epochs());
    assertEquals(4, new HashSet<>(route.anchors().stream().map(Anchor::sha256).toList()).size());
    assertEquals(
        Sha256.ofFile(run.resolve("model.safetensors")),
        route.converged().sha256(),
        "the converged anchor is the finished model");
  }

  @Test
  void learnsSomething() {
    Path run = teacher(8);
    List<ObjectNode> epochs = RunLog.read(run.resolve("log.jsonl"), "epoch");
    double first = epochs.get(0).get("loss").asDouble();
    double last = epochs.get(7).get("loss").asDouble();
    assertTrue(last < 0.7 * first, "loss %s then %s".formatted(first, last));
  }

  @Test
  void oneStageDiffersFromPlainMimicFromTheFirstEpochOn() {
    Path teacher = teacher(4);
    double plain = firstLoss(teacher, "plain", "{\"kind\": \"Converged\"}");
    double route = firstLoss(teacher, "route", "{\"kind\": \"OneStage\", \"interval\": 2}");
    assertNotEquals(plain, route, "stale weights would make them equal");
  }

  @Test
  void cachedAndOnlineTargetsAgree() {
    Path teacher = teacher(2);
    String plan = "{\"kind\": \"OneStage\", \"interval\": 1}";
    Path cached = student(teacher, "cached", 2, TinyTraining.MIMIC, plan, "CACHED");
    Path online = student(teacher, "online", 2, TinyTraining.MIMIC, plan, "ONLINE");
    assertEquals(
        losses(cached).get(1), losses(online).get(1), 1e-4, "the same targets by another way");
  }

  @Test
  void trainsWithHintsAndKd() {
    Path teacher = teacher(2);
    String losses =
        TinyTraining.MIMIC
            + ", {\"kind\": \"Hint\", \"weight\": 0.5, \"student\": \"stage1.unit1.relu2\","
            + " \"teacher\": \"stage1.unit1.relu2\"}"
            + ", {\"kind\": \"Kd\", \"weight\": 0.1, \"temperature\": 4, \"scale\": 16}";
    Path run =
        student(
            teacher, "hint", 3, losses, "{\"kind\": \"EqualInterval\", \"stages\": 2}", "ONLINE");
    assertEquals(6, losses(run).size(), "two stages of three epochs");
  }

  @Test
  void greedySearchEndsAtTheConvergedTeacher() {
    Path teacher = teacher(4);
    Path run =
        student(
            teacher,
            "greedy",
            1,
            TinyTraining.MIMIC,
            "{\"kind\": \"GreedySearch\", \"delta\": 0.05, \"first\": 1, \"confirm\": 1}",
            "CACHED");
    List<Integer> anchors =
        RunLog.read(run.resolve("log.jsonl"), "epoch").stream()
            .map(line -> line.get("anchor").asInt())
            .toList();
    assertEquals(1, anchors.get(0));
    assertEquals(4, anchors.get(anchors.size() - 1));
  }

  @Test
  void refusesAFolderThatHoldsAnotherRun() {
    Path run = teacher(1);
    Recipe other = TinyTraining.teacher(2);
    String message =
        assertThrows(
                BadDataException.class,
                () ->
                    TinyTraining.train(
                        other, TinyTraining.inputs(folder, Optional.empty(), true), run))
            .getMessage();
    assertEquals(
        run
            + ": expected a new folder or a run of the same recipe, found a run of another recipe;"
            + " choose another --out",
        message);
  }

  @Test
  void refusesATeacherOfAnotherSizeWithoutAnAdaptor() {
    Path teacher = teacher(1);
    String along =
        "{\"kind\": \"Along\", \"plan\": {\"kind\": \"Converged\"}, \"targets\": \"CACHED\"}";
    Recipe recipe =
        TinyTraining.recipe(
            8, "DEPTHWISE", 10, 1, TinyTraining.SGD, "0.1", TinyTraining.MIMIC, along);
    String message =
        assertThrows(
                BadRecipeException.class,
                () ->
                    TinyTraining.train(
                        recipe,
                        TinyTraining.inputs(folder, Optional.of(teacher), false),
                        folder.resolve("mismatch")))
            .getMessage();
    assertEquals(
        "recipe of "
            + folder.resolve("mismatch")
            + ": expected embeddings of equal size or an adaptor (\"adaptor\": true), found 10 for"
            + " the student and 12 for the teacher",
        message);
  }

  @Test
  void anAdaptorBridgesTheSizes() {
    Path teacher = teacher(1);
    String along =
        "{\"kind\": \"Along\", \"plan\": {\"kind\": \"Converged\"}, \"targets\": \"CACHED\"}";
    Recipe recipe =
        TinyTraining.recipe(
            8,
            "DEPTHWISE",
            10,
            6,
            TinyTraining.ADAMW,
            "0.02",
            TinyTraining.MIMIC.replace("false", "true"),
            along);
    Path run = folder.resolve("adapted");
    TinyTraining.train(recipe, TinyTraining.inputs(folder, Optional.of(teacher), false), run);
    assertTrue(losses(run).get(5) < losses(run).get(0), losses(run).toString());
  }

  @Test
  void refusesARouteWhoseFileWasChanged() throws IOException {
    Path teacher = teacher(2);
    Path file = teacher.resolve("anchors/epoch-0002.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    String message =
        assertThrows(
                RuntimeException.class,
                () ->
                    student(
                        teacher, "s", 1, TinyTraining.MIMIC, "{\"kind\": \"Converged\"}", "CACHED"))
            .getMessage();
    assertTrue(
        message.startsWith(file + ": expected the content with SHA-256 ")
            && message.contains(", found "),
        message);
  }

  @Test
  void stopsAtALossThatIsNoNumberAndKeepsTheLastState() {
    Recipe recipe =
        TinyTraining.recipe(
            16,
            "FULL",
            12,
            3,
            TinyTraining.SGD.replace("0.0005", "10"),
            "99",
            TinyTraining.MARGIN,
            "{\"kind\": \"Nobody\"}");
    Path run = folder.resolve("diverged");
    String message =
        assertThrows(
                RuntimeException.class,
                () ->
                    TinyTraining.train(
                        recipe, TinyTraining.inputs(folder, Optional.empty(), true), run))
            .getMessage();
    assertTrue(message.contains("expected a finite loss, found"), message);
  }

  private Path teacher(int epochs) {
    Path run = folder.resolve("teacher" + epochs);
    TinyTraining.train(
        TinyTraining.teacher(epochs), TinyTraining.inputs(folder, Optional.empty(), true), run);
    return run;
  }

  private Path student(
      Path teacher, String name, int epochs, String losses, String plan, String targets) {
    Path run = folder.resolve(name);
    TinyTraining.train(
        TinyTraining.student(epochs, losses, plan, targets),
        TinyTraining.inputs(folder, Optional.of(teacher), false),
        run);
    return run;
  }

  private double firstLoss(Path teacher, String name, String plan) {
    return losses(student(teacher, name, 2, TinyTraining.MIMIC, plan, "CACHED")).get(0);
  }

  private static List<Double> losses(Path run) {
    return RunLog.read(run.resolve("log.jsonl"), "epoch").stream()
        .map(line -> line.get("loss").asDouble())
        .toList();
  }
}
