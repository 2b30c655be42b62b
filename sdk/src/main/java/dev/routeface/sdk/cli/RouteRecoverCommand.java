package dev.routeface.sdk.cli;

import dev.routeface.models.card.ModelFolder;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.sdk.recipe.Recipe;
import dev.routeface.sdk.train.RouteFolder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a route for a teacher whose training nobody kept. */
@Command(
    name = "recover",
    mixinStandardHelpOptions = true,
    description =
        "Trains a guide that mimics a closed teacher, keeps every epoch of it as an anchor, and lets"
            + " the route end at the teacher itself. It is the guide's route and not the teacher's"
            + " own.",
    footer = {
      "",
      "Example:",
      "  routeface route recover --teacher models/both \\",
      "      --guide models/recipes/real/guide_from_model.mimic.json \\",
      "      --data train=splits/train.list --data validation=splits/validation.list \\",
      "      --out runs/recovered",
    })
final class RouteRecoverCommand implements Stoppable {
  @Spec private CommandSpec command;

  @Option(
      names = "--teacher",
      paramLabel = "MODEL",
      required = true,
      description = "Model folder of the closed teacher.")
  private Path teacher;

  @Option(
      names = "--guide",
      paramLabel = "RECIPE",
      required = true,
      description =
          "Recipe of the guide, a network between student and teacher, with \"teacher\": {\"kind\":"
              + " \"Closed\"}.")
  private Path guide;

  @Mixin private TrainingOptions training;

  @Override
  public void run() {
    ModelFolder model = new ModelFolder(teacher);
    if (!Files.isRegularFile(model.cardFile())) {
      throw new ParameterException(
          command.commandLine(),
          "--teacher: expected a model folder, found %s without a card.json; bring a file in with:"
                  .formatted(teacher)
              + " routeface import");
    }
    requireSameSize(model);
    training.train(guide, Optional.of(teacher), true);
    RouteFolder route = RouteFolder.open(training.out());
    route.endAt(model);
    PrintWriter console = command.commandLine().getOut();
    console.printf(
        "%s: a route of %d anchors, the guide's and at last the teacher itself%n",
        training.out(), route.route().anchors().size());
  }

  /** Before the guide is trained: anchors of two sizes are no route. */
  private void requireSameSize(ModelFolder model) {
    Recipe recipe = training.recipe(guide);
    int expected = model.card().embedding();
    if (recipe.architecture().embedding() != expected) {
      throw new BadRecipeException(
          "%s at $.architecture.embedding: expected the teacher's %d dimensions, found %d"
              .formatted(guide, expected, recipe.architecture().embedding()));
    }
  }

  @Override
  public String ifStopped() {
    return training.ifStopped();
  }
}
