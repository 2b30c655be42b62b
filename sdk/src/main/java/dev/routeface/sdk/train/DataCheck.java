package dev.routeface.sdk.train;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.recipe.Recipe;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

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
    Set<String> shared = new LinkedHashSet<>(train.identities());
    shared.retainAll(new HashSet<>(heldOut.identities()));
    if (!shared.isEmpty()) {
      throw new BadDataException(
          "%s and %s: expected different identities, found %d in both, for instance %s"
              .formatted(name, recipe.data().heldOut(), shared.size(), shared.iterator().next()));
    }
  }
}
