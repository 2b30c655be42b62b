package dev.routeface.sdk.train;

import dev.routeface.models.io.BadRecipeException;
import dev.routeface.sdk.loss.Loss;
import dev.routeface.sdk.loss.Sizes;
import dev.routeface.sdk.recipe.Recipe;
import dev.routeface.sdk.recipe.TeacherChoice;
import java.nio.file.Path;
import java.util.List;

/** Whether a recipe and the teacher it was given fit together: what neither says alone. */
final class FitCheck {
  private FitCheck() {}

  /**
   * @param last epoch of the converged teacher, 0 where there is no route
   * @param run stands in messages
   * @throws BadRecipeException if losses do not fit the networks, or the plan does not fit the
   *     route
   */
  static void check(Recipe recipe, Sizes sizes, int last, Path run) {
    try {
      for (Loss loss : recipe.losses()) {
        loss.extras(sizes);
      }
      if (recipe.teacher() instanceof TeacherChoice.Along along) {
        along.plan().next(List.of(), last, recipe.training().epochs(), epoch -> 1);
      }
    } catch (IllegalArgumentException e) {
      throw new BadRecipeException("recipe of " + run + ": " + e.getMessage(), e);
    }
  }
}
