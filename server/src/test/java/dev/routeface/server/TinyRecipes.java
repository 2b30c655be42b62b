package dev.routeface.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Recipes of a second or two, as files. */
final class TinyRecipes {
  static final String NOBODY = "{\"kind\": \"Nobody\"}";
  static final String MARGIN =
      "{\"kind\": \"Margin\", \"weight\": 1,"
          + " \"head\": {\"kind\": \"ArcFace\", \"scale\": 16, \"angle\": 0.2}}";
  static final String MIMIC = "{\"kind\": \"Mimic\", \"weight\": 1, \"adaptor\": false}";
  static final String CONVERGED = along("{\"kind\": \"Converged\"}", "CACHED");
  static final String ONE_STAGE = along("{\"kind\": \"OneStage\", \"interval\": 1}", "CACHED");

  private static final String RECIPE =
      """
      {
        "about": "A test.",
        "architecture": {"kind": "SlimResNet", "inputSize": 16, "stem": 8,
          "stages": [{"channels": %d, "units": 1, "stride": 2}],
          "head": "DEPTHWISE", "embedding": 12},
        "preparation": {"size": 16, "order": "RGB",
          "mean": [127.5, 127.5, 127.5], "scale": [64, 64, 64]},
        "data": {"train": "train", "heldOut": "validation"},
        "augmentation": {"flip": true, "shift": 0, "brightness": 0},
        "training": {"epochs": %d, "batch": 4,
          "optimizer": {"kind": "Sgd", "weightDecay": 0.0005, "momentum": 0.9},
          "learningRate": {"base": 0.05, "warmupSteps": 0, "decay": {"kind": "Cosine", "floor": 0}},
          "clip": 5, "seed": 3},
        "losses": [%s],
        "teacher": %s
      }
      """;

  private TinyRecipes() {}

  static String along(String plan, String targets) {
    return "{\"kind\": \"Along\", \"plan\": %s, \"targets\": \"%s\"}".formatted(plan, targets);
  }

  static Path teacher(Path file, int epochs) throws IOException {
    return Files.writeString(file, RECIPE.formatted(16, epochs, MARGIN, NOBODY));
  }

  static Path student(Path file, int epochs, String losses, String teacher) throws IOException {
    return Files.writeString(file, RECIPE.formatted(8, epochs, losses, teacher));
  }
}
