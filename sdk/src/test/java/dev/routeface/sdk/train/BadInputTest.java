package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.BadInputException;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.SyntheticFaces;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training says to data, teachers and folders that are not what they should be. */
class BadInputTest {
  private static final String CONVERGED = "{\"kind\": \"Converged\"}";
  private static final String KD =
      TinyTraining.MIMIC
          + ", {\"kind\": \"Kd\", \"weight\": 0.1, \"temperature\": 4, \"scale\": 16}";

  /** Weight decay that makes every weight a thousand times larger at each step. */
  private static final String OVERSHOOTING = TinyTraining.SGD.replace("0.0005", "10");

  @TempDir Path folder;

  @Test
  void trainsOnWithoutAnUnreadableImageAndNamesIt() {
    FaceDataset faces = damaged(Map.of(7, new byte[] {1, 2, 3, 4}));
    Path run = folder.resolve("run");
    TinyTraining.train(TinyTraining.teacher(1), inputs(faces), run);
    JsonNode begin = RunLog.read(run.resolve("log.jsonl"), "begin").get(0);
    assertEquals(101, begin.get("images").asInt());
    assertEquals(1, begin.get("unreadable").size());
    assertEquals(
        "seed1-person00001/0001: expected a JPEG, PNG, WebP, BMP or PPM (P6) image, found bytes"
            + " 01 02 03 04",
        begin.get("unreadable").get(0).asText());
    assertEquals(101, new Run(run).card().provenance().data().images());
  }

  @Test
  void namesATruncatedImage() {
    byte[] whole = faces(17, 6).encoded(7);
    FaceDataset faces = damaged(Map.of(7, Arrays.copyOf(whole, whole.length / 2)));
    Path run = folder.resolve("run");
    TinyTraining.train(TinyTraining.teacher(1), inputs(faces), run);
    JsonNode begin = RunLog.read(run.resolve("log.jsonl"), "begin").get(0);
    assertEquals(
        "seed1-person00001/0001: truncated: expected a whole image, found its first 390 of 781"
            + " bytes",
        begin.get("unreadable").get(0).asText());
  }

  @Test
  void refusesMoreUnreadableImagesThanOneInAHundred() {
    FaceDataset faces = damaged(Map.of(7, new byte[4], 8, new byte[4]));
    refuses(
        TinyTraining.teacher(1),
        inputs(faces),
        "expected at most 1 % unreadable images, found 2 of 102; the first:"
            + " seed1-person00001/0001: expected a JPEG, PNG, WebP, BMP or PPM (P6) image, found"
            + " bytes 00 00 00 00");
  }

  @Test
  void doesNotGoOnWithOtherData() throws IOException {
    Path run = folder.resolve("run");
    TinyTraining.train(TinyTraining.teacher(1), inputs(faces(17, 6)), run);
    Files.delete(run.resolve("card.json")); // as if it had been killed just before its end
    String message =
        assertThrows(
                BadInputException.class,
                () -> TinyTraining.train(TinyTraining.teacher(1), inputs(faces(16, 6)), run))
            .getMessage();
    assertTrue(
        message.startsWith(
            run
                + ": expected the data and the teacher that the run began with, found others; their"
                + " digest was "),
        message);
  }

  @Test
  void refusesASingleIdentity() {
    refuses(
        TinyTraining.teacher(1),
        inputs(faces(1, 20)),
        "train: expected at least 2 identities to learn from, found 1");
  }

  @Test
  void refusesIdentitiesThatAreInBothDataSets() {
    refuses(
        TinyTraining.teacher(1),
        inputs(TinyTraining.faces(6, 2)),
        "train and heldOut: expected different identities, found 4 in both, for instance"
            + " seed2-person00000");
  }

  @Test
  void refusesABatchLargerThanTheData() {
    refuses(
        TinyTraining.teacher(1),
        inputs(faces(2, 3)),
        "train: expected at least one batch of 8 images, found 6");
  }

  @Test
  void refusesTeachersThatCannotBeFollowed() throws IOException {
    Path teacher = teacher("teacher", 2);
    Recipe recipe = student(TinyTraining.MIMIC, CONVERGED);
    refuses(
        recipe,
        teacherInputs(folder.resolve("nowhere")),
        folder.resolve("nowhere") + ": expected the folder of a run, found no recipe.json");
    refuses(
        recipe,
        inputs(TinyTraining.faces(6, 1)),
        "expected the teacher's run on the command line, found none");

    Path lost = teacher.resolve("anchors/epoch-0002.safetensors");
    Files.delete(lost);
    refuses(
        recipe,
        teacherInputs(teacher),
        teacher + ": expected the anchor anchors/epoch-0002.safetensors, found none");
    Files.delete(teacher.resolve("card.json"));
    refuses(
        recipe,
        teacherInputs(teacher),
        teacher + ": expected a finished teacher, found one still in training");
    Files.delete(teacher.resolve("route.json"));
    refuses(
        recipe,
        teacherInputs(teacher),
        teacher + ": expected a run with a route, found no route.json");
  }

  @Test
  void refusesARouteThatIsNoJson() throws IOException {
    Path teacher = teacher("teacher", 1);
    Files.writeString(teacher.resolve("route.json"), "{\"anchors\": oops");
    refuses(
        student(TinyTraining.MIMIC, CONVERGED),
        teacherInputs(teacher),
        teacher.resolve("route.json")
            + " at line 1: expected JSON, found Unrecognized token 'oops': was"
            + " expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
  }

  @Test
  void refusesKdWithoutClassCentresOfTheSameClasses() {
    Path teacher = teacher("teacher", 1);
    Path guide = folder.resolve("guide");
    TinyTraining.train(
        student(TinyTraining.MIMIC, CONVERGED),
        TinyTraining.inputs(folder, Optional.of(teacher), true),
        guide);
    refuses(
        student(KD, CONVERGED),
        teacherInputs(guide),
        guide
            + ": expected a teacher with class centres, since a loss is Kd, found none at epoch 1");
    refuses(
        student(KD, CONVERGED),
        TinyTraining.inputs(TinyTraining.faces(5, 1), folder, Optional.of(teacher), false),
        teacher
            + ": expected a teacher of the same training data, since a loss is Kd, found one of"
            + " 36 other images");
  }

  @Test
  void refusesKdOfAClosedTeacher() {
    String closed =
        "{\"kind\": \"Closed\", \"preparation\": {\"size\": 16, \"order\": \"RGB\","
            + " \"mean\": [127.5, 127.5, 127.5], \"scale\": [64, 64, 64]}}";
    String message =
        assertThrows(
                BadInputException.class,
                () ->
                    TinyTraining.recipe(8, "DEPTHWISE", 12, 1, TinyTraining.SGD, "0.1", KD, closed))
            .getMessage();
    assertEquals(
        "test at $.teacher: expected Along, since Kd needs the teacher's class centres, found"
            + " Closed",
        message);
  }

  @Test
  void refusesARecipeThatDoesNotFitItsTeacher() {
    Trainer.Inputs inputs = teacherInputs(teacher("teacher", 2));
    String hint =
        TinyTraining.MIMIC
            + ", {\"kind\": \"Hint\", \"weight\": 1, \"student\": \"%s\", \"teacher\": \"%s\"}";
    String run = "recipe of " + folder.resolve("run") + ": ";
    refuses(
        TinyTraining.student(
            1, hint.formatted("stage9.relu", "stage1.unit1.relu2"), CONVERGED, "ONLINE"),
        inputs,
        run + "expected a layer of the student, found stage9.relu");
    refuses(
        TinyTraining.student(1, hint.formatted("stem.relu", "nose"), CONVERGED, "ONLINE"),
        inputs,
        run + "expected a layer of the teacher, found nose");
    refuses(
        TinyTraining.student(
            1, hint.formatted("stem.relu", "stage1.unit1.relu2"), CONVERGED, "ONLINE"),
        inputs,
        run
            + "expected hint layers of equal height and width, found stem.relu 8x8x8 and"
            + " stage1.unit1.relu2 16x4x4");
    refuses(
        student(TinyTraining.MIMIC, "{\"kind\": \"EqualInterval\", \"stages\": 3}"),
        inputs,
        run + "expected a route of at least 3 epochs for EEI-3, found 2");
    refuses(
        student(TinyTraining.MIMIC, "{\"kind\": \"OneStage\", \"interval\": 1}"),
        inputs,
        run + "expected at least one epoch for each of 2 anchors, found 1 epochs");
    refuses(
        student(
            TinyTraining.MIMIC,
            "{\"kind\": \"GreedySearch\", \"delta\": 0.1, \"first\": 3, \"confirm\": 1}"),
        inputs,
        run + "expected a first anchor up to epoch 2, found 3");
  }

  @Test
  void refusesFoldersThatHoldSomethingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("letter.txt"), "Dear");
    Trainer.Inputs inputs = inputs(TinyTraining.faces(6, 1));
    refusesIn(
        file,
        TinyTraining.teacher(1),
        inputs,
        file + ": expected a new or empty folder, found a file; choose another --out");
    refusesIn(
        folder,
        TinyTraining.teacher(1),
        inputs,
        folder + ": expected a new or empty folder, found letter.txt; choose another --out");
    assertEquals("Dear", Files.readString(file));
  }

  @Test
  void refusesATornStateAndAnothersState() throws IOException {
    Path run = stoppedAfterEpoch2();
    Path state = run.resolve("state.safetensors");
    byte[] whole = Files.readAllBytes(state);
    Files.write(state, Arrays.copyOf(whole, whole.length - 100));
    String torn = message(run, TinyTraining.teacher(4), inputs(TinyTraining.faces(6, 1)));
    assertTrue(
        torn.matches("\\Q" + state + "\\E: expected \\d+ bytes after the header, found \\d+"),
        torn);

    Files.write(state, new byte[0]);
    refusesIn(
        run,
        TinyTraining.teacher(4),
        inputs(TinyTraining.faces(6, 1)),
        state + ": expected a header's length in 8 bytes, found 0 bytes");

    Path other = folder.resolve("other");
    Path teacher = teacher("teacher", 1);
    TinyTraining.train(student(TinyTraining.MIMIC, CONVERGED), teacherInputs(teacher), other);
    Files.write(state, Files.readAllBytes(other.resolve("state.safetensors")));
    String foreign = message(run, TinyTraining.teacher(4), inputs(TinyTraining.faces(6, 1)));
    assertTrue(
        foreign.startsWith(state + ": expected the state of this recipe's training: "), foreign);

    Files.write(state, whole);
    TinyTraining.train(TinyTraining.teacher(4), inputs(TinyTraining.faces(6, 1)), run);
    assertTrue(new Run(run).done(), "nothing was lost");
  }

  @Test
  void refusesALogThatIsShorterThanItsState() throws IOException {
    Path run = stoppedAfterEpoch2();
    Path log = run.resolve("log.jsonl");
    long length = Files.size(log);
    Files.writeString(log, "{}\n");
    String message = message(run, TinyTraining.teacher(4), inputs(TinyTraining.faces(6, 1)));
    assertEquals(
        "%s: expected the log of the saved state, at least %d bytes, found 3"
            .formatted(log, length),
        message);
  }

  @Test
  void refusesARouteThatMissesAnchorsOfItsOwnPast() throws IOException {
    Path run = stoppedAfterEpoch2();
    Files.delete(run.resolve("route.json"));
    refusesIn(
        run,
        TinyTraining.teacher(4),
        inputs(TinyTraining.faces(6, 1)),
        run + ": expected a route with an anchor of each of 2 epochs, found 0");
  }

  @Test
  void refusesASecondTrainingOnARunUnderWay() {
    Path run = folder.resolve("run");
    Trainer.Inputs inputs = inputs(TinyTraining.faces(6, 1));
    Recipe recipe = TinyTraining.teacher(1);
    Progress whileBusy =
        (what, steps) ->
            new Progress.Task() {
              @Override
              public void note(String remark) {
                refusesIn(
                    run,
                    recipe,
                    inputs,
                    run.resolve("log.jsonl")
                        + ": expected a run that nobody trains, found another training at work on"
                        + " it");
              }
            };
    Trainer.train(recipe, inputs, run, whileBusy);
    assertEquals(1, RunLog.read(run.resolve("log.jsonl"), "epoch").size());
  }

  @Test
  void aLossThatIsNoNumberKeepsTheLastStateAndComesAgain() throws IOException {
    Recipe recipe =
        TinyTraining.recipe(
            16, "FULL", 12, 8, OVERSHOOTING, "99", TinyTraining.MARGIN, "{\"kind\": \"Nobody\"}");
    Trainer.Inputs inputs = inputs(TinyTraining.faces(6, 1));
    Path run = folder.resolve("run");
    String message = message(run, recipe, inputs);
    Path state = run.resolve("state.safetensors");
    byte[] kept = Files.readAllBytes(state);
    int epoch = RunLog.read(run.resolve("log.jsonl"), "epoch").size();
    assertTrue(
        message.matches(
            "\\Q%s\\E: expected a finite loss, found (NaN|Infinity) in epoch %d, step \\d, at learning rate \\d+\\.\\d+; the state after epoch %d is kept"
                .formatted(run, epoch + 1, epoch)),
        message);
    assertEquals(message, message(run, recipe, inputs), "a second attempt");
    assertArrayEquals(kept, Files.readAllBytes(state));
    assertFalse(new Run(run).done());
  }

  /** Whether loss or embeddings overflow first hangs on the first weights: some seed does it. */
  @Test
  void embeddingsThatAreNoNumbersKeepTheStateBeforeThem() {
    Path teacher = teacher("teacher", 1);
    assertTrue(
        IntStream.range(0, 20).anyMatch(seed -> overflowsInEmbeddings(teacher, seed)),
        "a seed whose embeddings overflow before its loss");
  }

  private boolean overflowsInEmbeddings(Path teacher, int seed) {
    String along =
        "{\"kind\": \"Along\", \"plan\": %s, \"targets\": \"CACHED\"}".formatted(CONVERGED);
    String adapted = TinyTraining.MIMIC.replace("false", "true");
    Recipe recipe = TinyTraining.recipe(8, "DEPTHWISE", 10, 20, OVERSHOOTING, "99", adapted, along);
    Path run = folder.resolve("seed" + seed);
    String message = message(run, inBatches(36, recipe.with(99, seed)), teacherInputs(teacher));
    int epoch = RunLog.read(run.resolve("log.jsonl"), "epoch").size();
    return message.matches(
        "\\Q%s\\E: expected finite embeddings after epoch %d: expected a finite vector that is not zero, found length (NaN|Infinity) in row \\d+; the state after epoch %d is kept"
            .formatted(run, epoch + 1, epoch));
  }

  private static Recipe inBatches(int batch, Recipe recipe) {
    ObjectNode json = recipe.toJson();
    json.withObject("/training").put("batch", batch);
    return Fields.of("test", json).read(Recipe::of);
  }

  private Path stoppedAfterEpoch2() {
    Path run = folder.resolve("stopped");
    Progress stopping =
        (what, steps) ->
            new Progress.Task() {
              @Override
              public void note(String remark) {
                if (remark.startsWith("epoch 3")) {
                  throw new IllegalStateException("stopped");
                }
              }
            };
    assertThrows(
        IllegalStateException.class,
        () ->
            Trainer.train(
                TinyTraining.teacher(4), inputs(TinyTraining.faces(6, 1)), run, stopping));
    return run;
  }

  private Path teacher(String name, int epochs) {
    Path run = folder.resolve(name);
    TinyTraining.train(
        TinyTraining.teacher(epochs), TinyTraining.inputs(folder, Optional.empty(), true), run);
    return run;
  }

  private static Recipe student(String losses, String plan) {
    return TinyTraining.student(1, losses, plan, "CACHED");
  }

  private Trainer.Inputs inputs(FaceDataset train) {
    return TinyTraining.inputs(train, folder, Optional.empty(), true);
  }

  private Trainer.Inputs teacherInputs(Path teacher) {
    return TinyTraining.inputs(folder, Optional.of(teacher), false);
  }

  /** A training that must fail before it writes anything. */
  private void refuses(Recipe recipe, Trainer.Inputs inputs, String expected) {
    Path run = folder.resolve("run");
    refusesIn(run, recipe, inputs, expected);
    assertTrue(Files.notExists(run), "a mistake leaves no folder behind");
  }

  private static void refusesIn(Path run, Recipe recipe, Trainer.Inputs inputs, String expected) {
    assertEquals(expected, message(run, recipe, inputs));
  }

  private static String message(Path run, Recipe recipe, Trainer.Inputs inputs) {
    return assertThrows(BadInputException.class, () -> TinyTraining.train(recipe, inputs, run))
        .getMessage();
  }

  private static FaceDataset faces(int identities, int images) {
    return new SyntheticFaces(identities, images, 16, Seed.of(1));
  }

  /** 102 faces, some with other bytes. */
  private static FaceDataset damaged(Map<Integer, byte[]> broken) {
    FaceDataset faces = faces(17, 6);
    return new FaceDataset() {
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
        return broken.containsKey(index) ? broken.get(index) : faces.encoded(index);
      }

      @Override
      public String sha256() {
        return faces.sha256();
      }
    };
  }
}
