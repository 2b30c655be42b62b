package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadInputException;
import dev.routeface.sdk.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a training says to teachers and routes that it cannot follow. */
class BadTeacherTest extends RefusedTraining {
  private static final String KD =
      TinyTraining.MIMIC
          + ", {\"kind\": \"Kd\", \"weight\": 0.1, \"temperature\": 4, \"scale\": 16}";

  @Test
  void refusesTeachersThatCannotBeFollowed() throws IOException {
    Path teacher = teacher("teacher", 2);
    Recipe recipe = student(TinyTraining.MIMIC, CONVERGED);
    refuses(
        recipe,
        teacherInputs(folder.resolve("nowhere")),
        folder.resolve("nowhere")
            + ": expected a run with a route, or a route brought in, found no route.json");
    refuses(
        recipe,
        inputs(TinyTraining.faces(6, 1)),
        "expected the teacher's route on the command line, found none");

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
        teacher + ": expected a run with a route, or a route brought in, found no route.json");
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
}
