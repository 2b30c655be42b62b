package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a training says to folders that hold something else, or half of a run. */
class BadRunFolderTest extends RefusedTraining {
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
  void anotherRecipeMayHaveTheFolderOfOneThatFailedAtOnce() {
    Path run = folder.resolve("run");
    Progress failing =
        (what, steps) -> {
          if (what.startsWith("training")) {
            throw new IllegalStateException("failed");
          }
          return new Progress.Task() {};
        };
    assertThrows(
        IllegalStateException.class,
        () ->
            Trainer.train(TinyTraining.teacher(1), inputs(TinyTraining.faces(6, 1)), run, failing));
    TinyTraining.train(TinyTraining.teacher(2), inputs(TinyTraining.faces(6, 1)), run);
    assertEquals(2, new Run(run).recipe().training().epochs());
    assertEquals(2, RunLog.read(run.resolve("log.jsonl"), "epoch").size());
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
}
