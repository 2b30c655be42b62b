package dev.routeface.sdk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.sdk.recipe.Recipe;
import dev.routeface.sdk.train.FaceBatch;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two programs for one training: our loop, and the plain one that it is measured against. */
class StockLoopTest {
  private static final int BATCH = 4;

  private final Recipe recipe =
      Recipe.read(Path.of("../models/recipes/").resolve(Arm.MOBILEFACENET.recipe()));
  private final UnitVectors targets = Turn.targets(2 * BATCH, recipe.architecture().embedding());

  /**
   * The first loss compares the forward pass; the later ones backward and optimiser too, and less
   * sharply, because normalising over so few images magnifies rounding.
   */
  @Test
  void losesAsOurLoopDoesFromTheSameWeights() {
    FaceBatch batch = batch();
    try (Loop.Ours ours = Loop.Ours.of(recipe, 1, Loop.Ours.cached(targets));
        StockLoop stock = new StockLoop(recipe, targets)) {
      stock.load(ours.learner().network().weights());
      double first = ours.step(batch);
      assertEquals(first, stock.step(batch), 1e-4);
      double second = ours.step(batch);
      assertEquals(second, stock.step(batch), 1e-3);
      assertNotEquals(first, second, 1e-2);
      assertEquals(ours.step(batch), stock.step(batch), 1e-3);
    }
  }

  @Test
  void losesOtherwiseFromOtherWeights() {
    FaceBatch batch = batch();
    try (Loop.Ours ours = Loop.Ours.of(recipe, 1, Loop.Ours.cached(targets));
        StockLoop stock = new StockLoop(recipe, targets)) {
      assertNotEquals(ours.step(batch), stock.step(batch), 1e-3);
    }
  }

  private FaceBatch batch() {
    float[] images = new float[BATCH * recipe.preparation().length()];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble(-2, 2);
    }
    return new FaceBatch(images, new long[BATCH], new int[] {0, 3, 4, 7});
  }
}
