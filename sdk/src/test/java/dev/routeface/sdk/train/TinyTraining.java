package dev.routeface.sdk.train;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.SyntheticFaces;
import dev.routeface.sdk.embed.EmbeddingCache;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.recipe.Recipe;
import java.nio.file.Path;
import java.util.Optional;

/** Trainings of a second or two, for tests. */
final class TinyTraining {
  private static final String RECIPE =
      """
      {
        "about": "A test.",
        "architecture": {"kind": "SlimResNet", "inputSize": 16, "stem": 8,
          "stages": [{"channels": %d, "units": 1, "stride": 2}],
          "head": "%s", "embedding": %d},
        "preparation": {"size": 16, "order": "RGB",
          "mean": [127.5, 127.5, 127.5], "scale": [64, 64, 64]},
        "data": {"train": "train", "heldOut": "heldOut"},
        "augmentation": {"flip": true, "shift": 0, "brightness": 0},
        "training": {"epochs": %d, "batch": 8,
          "optimizer": %s,
          "learningRate": {"base": %s, "warmupSteps": 2, "decay": {"kind": "Cosine", "floor": 0}},
          "clip": 5, "seed": 3},
        "losses": [%s],
        "teacher": %s
      }
      """;
  static final String SGD = "{\"kind\": \"Sgd\", \"weightDecay\": 0.0005, \"momentum\": 0.9}";
  static final String ADAMW =
      "{\"kind\": \"AdamW\", \"weightDecay\": 0.05, \"beta1\": 0.9, \"beta2\": 0.999,"
          + " \"epsilon\": 1e-8}";
  static final String MARGIN =
      "{\"kind\": \"Margin\", \"weight\": 1,"
          + " \"head\": {\"kind\": \"ArcFace\", \"scale\": 16, \"angle\": 0.2}}";
  static final String MIMIC = "{\"kind\": \"Mimic\", \"weight\": 1, \"adaptor\": false}";

  private TinyTraining() {}

  static Recipe teacher(int epochs) {
    return recipe(16, "FULL", 12, epochs, SGD, "0.05", MARGIN, "{\"kind\": \"Nobody\"}");
  }

  /** A student along a route. */
  static Recipe student(int epochs, String losses, String plan, String targets) {
    String along =
        "{\"kind\": \"Along\", \"plan\": %s, \"targets\": \"%s\"}".formatted(plan, targets);
    return recipe(8, "DEPTHWISE", 12, epochs, ADAMW, "0.01", losses, along);
  }

  static Recipe recipe(
      int channels,
      String head,
      int embedding,
      int epochs,
      String optimizer,
      String rate,
      String losses,
      String teacher) {
    String text =
        RECIPE.formatted(channels, head, embedding, epochs, optimizer, rate, losses, teacher);
    return Fields.parse("test", text).read(Recipe::of);
  }

  static Trainer.Inputs inputs(Path cache, Optional<Path> teacher, boolean keepRoute) {
    return inputs(faces(6, 1), cache, teacher, keepRoute);
  }

  static Trainer.Inputs inputs(
      FaceDataset train, Path cache, Optional<Path> teacher, boolean keepRoute) {
    return new Trainer.Inputs(
        train,
        faces(4, 2),
        teacher,
        keepRoute,
        new EmbeddingCache(cache),
        new Origin("test", "unknown"));
  }

  static FaceDataset faces(int identities, long seed) {
    return new SyntheticFaces(identities, 6, 16, Seed.of(seed));
  }

  static void train(Recipe recipe, Trainer.Inputs inputs, Path folder) {
    Trainer.train(recipe, inputs, folder, Progress.NONE);
  }
}
