package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Numbers that are none any more stop a training and cost nothing that was kept. */
class DivergedTest extends RefusedTraining {
  /** Weight decay that makes every weight a thousand times larger at each step. */
  private static final String OVERSHOOTING = TinyTraining.SGD.replace("0.0005", "10");

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
}
