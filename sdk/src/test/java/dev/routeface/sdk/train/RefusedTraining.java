package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadInputException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.SyntheticFaces;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.recipe.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that must fail, and what they must say. */
abstract class RefusedTraining {
  static final String CONVERGED = "{\"kind\": \"Converged\"}";

  @TempDir Path folder;

  Path teacher(String name, int epochs) {
    Path run = folder.resolve(name);
    TinyTraining.train(
        TinyTraining.teacher(epochs), TinyTraining.inputs(folder, Optional.empty(), true), run);
    return run;
  }

  static Recipe student(String losses, String plan) {
    return TinyTraining.student(1, losses, plan, "CACHED");
  }

  Trainer.Inputs inputs(FaceDataset train) {
    return TinyTraining.inputs(train, folder, Optional.empty(), true);
  }

  Trainer.Inputs teacherInputs(Path teacher) {
    return TinyTraining.inputs(folder, Optional.of(teacher), false);
  }

  /** A training that must fail before it writes anything. */
  void refuses(Recipe recipe, Trainer.Inputs inputs, String expected) {
    Path run = folder.resolve("run");
    refusesIn(run, recipe, inputs, expected);
    assertTrue(Files.notExists(run), "a mistake leaves no folder behind");
  }

  static void refusesIn(Path run, Recipe recipe, Trainer.Inputs inputs, String expected) {
    assertEquals(expected, message(run, recipe, inputs));
  }

  static String message(Path run, Recipe recipe, Trainer.Inputs inputs) {
    return assertThrows(BadInputException.class, () -> TinyTraining.train(recipe, inputs, run))
        .getMessage();
  }

  static FaceDataset faces(int identities, int images) {
    return new SyntheticFaces(identities, images, 16, Seed.of(1));
  }
}
