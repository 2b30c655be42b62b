package dev.routeface.sdk.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.route.RoutePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe that is shipped. */
class RecipeFilesTest {
  private static final Path FOLDER = Path.of("").toAbsolutePath().resolveSibling("models/recipes");

  /** Files beside the recipes that are something else: a study, a demo, rules of a split. */
  private static final Set<String> OTHERS = Set.of("study.json", "demo.json", "split.json");

  static List<Path> recipes() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !OTHERS.contains(file.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thereAreRecipes() {
    assertTrue(recipes().size() >= 10, recipes().toString());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void comesBackFromItsResolvedForm(Path file) {
    Recipe recipe = Recipe.read(file);
    String resolved = Fields.text(recipe.toJson());
    Recipe again = Fields.parse("resolved", resolved).read(Recipe::of);
    assertEquals(recipe, again);
    assertEquals(resolved, Fields.text(again.toJson()));
    assertEquals(recipe.sha256(), again.sha256());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void losesNothingOfItsFile(Path file) throws IOException {
    JsonNode written = Fields.MAPPER.readTree(file.toFile());
    assertTrue(written.equals(RecipeFilesTest::compare, Recipe.read(file).toJson()));
  }

  /** 64 and 64.0 are one number. */
  private static int compare(JsonNode a, JsonNode b) {
    boolean numbers = a.isNumber() && b.isNumber();
    return numbers ? Double.compare(a.asDouble(), b.asDouble()) : a.equals(b) ? 0 : 1;
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void describesANetworkThatCanBeBuilt(Path file) {
    Recipe recipe = Recipe.read(file);
    assertEquals(
        recipe.preparation().size(), recipe.architecture().network().input().height(), "pixels");
    assertTrue(recipe.architecture().network().embedding() > 1);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void saysWhatItIs(Path file) {
    assertFalse(Recipe.read(file).about().isBlank());
  }

  /** A route as long as the recipe's own schedule must hold every plan of numbers. */
  @ParameterizedTest
  @MethodSource("recipes")
  void plansAnchorsForARouteOfItsOwnLength(Path file) {
    Recipe recipe = Recipe.read(file);
    if (recipe.teacher() instanceof TeacherChoice.Along along
        && !(along.plan() instanceof RoutePlan.GreedySearch)) {
      int epochs = recipe.training().epochs();
      var stages = along.plan().stages(epochs, epochs);
      assertEquals(epochs, stages.get(stages.size() - 1).anchor());
    }
  }
}
