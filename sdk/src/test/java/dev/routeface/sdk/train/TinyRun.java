package dev.routeface.sdk.train;

import dev.routeface.models.card.ModelCard;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.recipe.Recipe;
import java.nio.file.Path;
import java.util.Optional;

/** One tiny training of each kind, in a home that it shares with its teacher and the cache. */
enum TinyRun {
  /** Keeps its route; the others follow it. */
  TEACHER,
  EQUAL_INTERVAL,
  ONE_STAGE,
  GREEDY;

  /** Trains, or goes on, in {@code home}/NAME. Students need the home's teacher to be done. */
  ModelCard train(Path home, int epochs, Progress progress) {
    Optional<Path> teacher = this == TEACHER ? Optional.empty() : Optional.of(TEACHER.folder(home));
    var inputs = TinyTraining.inputs(home.resolve("cache"), teacher, this == TEACHER);
    return Trainer.train(recipe(epochs), inputs, folder(home), progress);
  }

  Path folder(Path home) {
    return home.resolve(name());
  }

  /** The route has {@code epochs} anchors; multi-stage students train on a few of them. */
  private Recipe recipe(int epochs) {
    return switch (this) {
      case TEACHER -> TinyTraining.teacher(epochs);
      case EQUAL_INTERVAL ->
          student(Math.max(2, epochs / 3), "{\"kind\": \"EqualInterval\", \"stages\": 3}");
      case ONE_STAGE ->
          student(epochs, "{\"kind\": \"OneStage\", \"interval\": %d}".formatted(epochs / 3));
      case GREEDY ->
          student(
              Math.max(1, epochs / 8),
              "{\"kind\": \"GreedySearch\", \"delta\": 0.05, \"first\": 1, \"confirm\": 1}");
    };
  }

  private static Recipe student(int epochs, String plan) {
    return TinyTraining.student(epochs, TinyTraining.MIMIC, plan, "CACHED");
  }
}
