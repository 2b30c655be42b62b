package dev.routeface.sdk.train;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.SharedIdentities;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.recipe.Recipe;
import java.util.List;

/** What must hold before a training begins. */
final class DataCheck {
  private DataCheck() {}

  static void check(Recipe recipe, FaceDataset train, FaceDataset heldOut, FacePixels pixels) {
    String name = recipe.data().train();
    if (train.identities().size() < 2) {
      throw new BadDataException(name + ": expected at least 2 identities to learn from, found 1");
    }
    if (pixels.size() < recipe.training().batch()) {
      throw new BadDataException(
          "%s: expected at least one batch of %d images, found %d"
              .formatted(name, recipe.training().batch(), pixels.size()));
    }
    long steps = (long) pixels.size() / recipe.training().batch() * recipe.training().epochs();
    int warmup = recipe.training().learningRate().warmupSteps();
    if (warmup >= steps) {
      throw new BadRecipeException(
          "training.learningRate.warmupSteps: expected fewer than all steps of the schedule, %d, found %d"
              .formatted(steps, warmup));
    }
    List<String> shared = SharedIdentities.of(train, heldOut);
    if (!shared.isEmpty()) {
      throw new BadDataException(
          "%s and %s: expected different identities, found %d in both, for instance %s"
              .formatted(name, recipe.data().heldOut(), shared.size(), shared.get(0)));
    }
  }
}
