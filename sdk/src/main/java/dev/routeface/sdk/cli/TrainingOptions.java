package dev.routeface.sdk.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Cost;
import dev.routeface.sdk.data.Faces;
import dev.routeface.sdk.recipe.Recipe;
import dev.routeface.sdk.recipe.TeacherChoice;
import dev.routeface.sdk.train.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options of the commands that train, and what is done with them. */
final class TrainingOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(paramLabel = "RECIPE", description = "Recipe file; see models/recipes.")
  private Path recipe;

  @Option(
      names = "--data",
      parameterConsumer = NamedValues.Paths.class,
      paramLabel = "NAME=PATH",
      required = true,
      description =
          "Where a data set of the recipe lies: a folder of identities, a list file, or a .rec"
              + " file. Repeat for each name.")
  private Map<String, Path> data = Map.of();

  @Option(
      names = "--out",
      paramLabel = "RUN",
      required = true,
      description = "Folder of the run. The same command on it again goes on where it stopped.")
  private Path out;

  @Option(
      names = "--set",
      parameterConsumer = NamedValues.Texts.class,
      paramLabel = "KEY=VALUE",
      description =
          "Another value for one key of the recipe, for instance training.seed=2. The run keeps the"
              + " recipe with it.")
  private Map<String, String> changes = new LinkedHashMap<>();

  /** Trains by the recipe and says where the result lies. */
  void train(Optional<Path> teacher, boolean keepRoute) {
    Recipe resolved = recipe();
    requireFitting(teacher, keepRoute, resolved);
    requireNames(List.of(resolved.data().train(), resolved.data().heldOut()));
    Trainer.Inputs inputs =
        new Trainer.Inputs(
            Faces.open(data.get(resolved.data().train())),
            Faces.open(data.get(resolved.data().heldOut())),
            teacher,
            keepRoute,
            Application.cache(),
            Application.origin(command.commandLine().getParseResult().originalArgs()));
    ModelCard card = Trainer.train(resolved, inputs, out, new ConsoleProgress());
    Cost cost = Cost.of(card.architecture().network());
    PrintWriter console = command.commandLine().getOut();
    console.printf(
        "%s: %,d parameters, %.1f MMACs, sha256 %s%n",
        out, cost.parameters(), cost.macs() / 1e6, card.weights().sha256());
  }

  /** As {@link Stoppable#ifStopped}. */
  String ifStopped() {
    return "The same command goes on from the last whole epoch in " + out + ".";
  }

  /** A teacher that nobody learns from, or a learner without one, is a slip of the pen. */
  private void requireFitting(Optional<Path> teacher, boolean keepRoute, Recipe resolved) {
    if (resolved.teacher() instanceof TeacherChoice.Nobody) {
      teacher.ifPresent(
          found -> {
            throw wrong("expected no teacher, since the recipe learns from nobody, found " + found);
          });
    } else if (resolved.teacher() instanceof TeacherChoice.Closed) {
      require(
          teacher.isPresent(), "expected --teacher MODEL, since the recipe mimics a closed one");
    } else if (keepRoute) {
      throw wrong("expected a recipe that follows no route, found a student's; use distill");
    } else {
      require(teacher.isPresent(), "expected --route RUN, since the recipe follows a route");
    }
  }

  /** A name that the recipe does not use is a spelling mistake. */
  private void requireNames(List<String> names) {
    String expected = String.join(" and ", new LinkedHashSet<>(names));
    require(
        data.keySet().equals(Set.copyOf(names)),
        "--data: the recipe asks for %s, found %s".formatted(expected, data.keySet()));
  }

  private void require(boolean fulfilled, String otherwise) {
    if (!fulfilled) {
      throw wrong(otherwise);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** The recipe with the changes of the command line. */
  Recipe recipe() {
    try {
      ObjectNode json = (ObjectNode) Fields.MAPPER.readTree(Files.readString(recipe));
      changes.forEach((key, value) -> change(json, key, value));
      return Fields.of(recipe.toString(), json).read(Recipe::of);
    } catch (IOException | ClassCastException e) {
      return Recipe.read(recipe); // says what is wrong with the file
    }
  }

  /** Only keys that are there: a misspelt one must not pass as a new one. */
  private void change(ObjectNode json, String key, String value) {
    int dot = key.lastIndexOf('.');
    String last = key.substring(dot + 1);
    JsonNode parent = dot < 0 ? json : json.at("/" + key.substring(0, dot).replace('.', '/'));
    if (!(parent instanceof ObjectNode object) || !object.has(last)) {
      throw new BadRecipeException(
          "--set %s: expected a key of %s, found none of that name".formatted(key, recipe));
    }
    object.set(last, parsed(value));
  }

  private static JsonNode parsed(String value) {
    try {
      return Fields.MAPPER.readTree(value);
    } catch (JsonProcessingException e) {
      return Fields.MAPPER.getNodeFactory().textNode(value); // a bare word is a text
    }
  }
}
