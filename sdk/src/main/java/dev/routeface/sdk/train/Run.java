package dev.routeface.sdk.train;

import dev.routeface.models.card.ModelCard;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.recipe.Recipe;
import dev.routeface.sdk.route.Anchor;
import dev.routeface.sdk.route.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one training: everything it made, and all that is needed to go on.
 *
 * <pre>
 * recipe.json         the recipe, resolved
 * log.jsonl           one line per epoch
 * state.safetensors   where training stands: weights, optimiser, and the counts in its metadata
 * anchors/            the network after every epoch, for a teacher
 * route.json          which anchors there are, for a teacher
 * model.safetensors   the finished network
 * card.json           what it is and where it came from; written last: its presence means done
 * </pre>
 *
 * @param folder where it lies
 */
public record Run(Path folder) {
  private static final String RECIPE = "recipe.json";
  private static final String CARD = "card.json";
  private static final String MODEL = "model.safetensors";
  private static final String LOG = "log.jsonl";
  private static final String STATE = "state.safetensors";

  /** In the state's metadata. */
  static final String THREADS = "threads";

  /**
   * Opens the folder for a recipe: a new one, or one that holds the same recipe's run, which then
   * goes on. Nothing is written yet.
   *
   * @throws BadDataException if it holds anything else
   */
  public static Run open(Path folder, Recipe recipe) {
    Run run = new Run(folder);
    if (Files.exists(folder.resolve(RECIPE))) {
      if (run.begun() && !run.recipe().sha256().equals(recipe.sha256())) {
        throw new BadDataException(
            "%s: expected a new folder or a run of the same recipe, found a run of another recipe;"
                    .formatted(folder)
                + " choose another --out");
      }
    } else {
      requireEmpty(folder);
    }
    return run;
  }

  /** Makes the folder a run of this recipe; nobody else may be at work on it. */
  void begin(Recipe recipe) {
    String text = Fields.text(recipe.toJson());
    if (!Files.exists(folder.resolve(RECIPE)) || !begun()) {
      DurableFile.writeText(folder.resolve(RECIPE), text);
    }
  }

  /**
   * Whether there is anything to lose: one that failed before its first epoch ended made nothing.
   */
  private boolean begun() {
    return done() || Files.exists(stateFile());
  }

  /** Opens a run that is there already. */
  public static Run existing(Path folder) {
    if (!Files.exists(folder.resolve(RECIPE))) {
      throw new BadDataException(folder + ": expected the folder of a run, found no " + RECIPE);
    }
    return new Run(folder);
  }

  private static void requireEmpty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new BadDataException(
          folder + ": expected a new or empty folder, found a file; choose another --out");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      // A process killed in its first moment leaves half a recipe: nobody's work.
      Optional<Path> entry =
          entries
              .sorted()
              .filter(path -> !path.endsWith(RECIPE + ".part") && !path.endsWith(LOG))
              .findFirst();
      if (entry.isPresent()) {
        throw new BadDataException(
            folder
                + ": expected a new or empty folder, found "
                + entry.get().getFileName()
                + "; choose another --out");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be read: " + Reason.of(e), e);
    }
  }

  public Recipe recipe() {
    return Recipe.read(folder.resolve(RECIPE));
  }

  /** Whether training has ended. */
  public boolean done() {
    return Files.exists(folder.resolve(CARD));
  }

  /** The card of the finished model. */
  public ModelCard card() {
    if (!done()) {
      throw new BadDataException(
          folder + ": expected a finished run, found no " + CARD + "; train it to its end first");
    }
    return ModelCard.read(folder.resolve(CARD));
  }

  /** The finished model's weights, checked against the card. */
  public Weights model() {
    return card().readWeights(folder);
  }

  /** The route so far; empty before the first epoch and for runs that keep none. */
  public Optional<Route> route() {
    return Files.exists(folder.resolve(RouteFolder.FILE))
        ? Optional.of(new RouteFolder(folder).route())
        : Optional.empty();
  }

  /** Keeps the network of one epoch, and its head if there is one, as an anchor. */
  Anchor keep(int epoch, Weights weights, Optional<Tensor> head, double rate, double heldOut) {
    String name = RouteFolder.name(epoch) + ".safetensors";
    Path file = folder.resolve(name);
    Safetensors.write(file, weights);
    Anchor anchor =
        new Anchor(epoch, name, Sha256.ofFile(file), Optional.of(rate), Optional.of(heldOut));
    head.ifPresent(
        tensor ->
            Safetensors.write(
                new RouteFolder(folder).headFile(epoch),
                Weights.of(List.of(tensor), Map.of("anchor", anchor.sha256()))));
    return anchor;
  }

  void write(Route route) {
    new RouteFolder(folder).write(route);
  }

  /** Writes the finished model; the digest goes into its card. */
  String writeModel(Weights weights) {
    Path file = folder.resolve(MODEL);
    Safetensors.write(file, weights);
    return Sha256.ofFile(file);
  }

  void write(ModelCard card) {
    card.write(folder.resolve(CARD));
  }

  /** Time spent in training steps, over all attempts, in seconds; 0 before the first epoch. */
  public double seconds() {
    return Files.exists(stateFile())
        ? Position.of(STATE, Safetensors.read(stateFile()).metadata()).seconds()
        : 0;
  }

  /** Threads of the engine that the training began with; empty before the first epoch. */
  Optional<Integer> threads() {
    if (!Files.exists(stateFile())) {
      return Optional.empty();
    }
    String found = Safetensors.read(stateFile()).metadata().getOrDefault(THREADS, "none");
    if (!found.matches("[1-9][0-9]{0,3}")) {
      throw new BadDataException(
          stateFile() + ": expected the number of threads in its metadata, found " + found);
    }
    return Optional.of(Integer.valueOf(found));
  }

  Path stateFile() {
    return folder.resolve(STATE);
  }

  /** The log, one JSON object per line. */
  public Path log() {
    return folder.resolve(LOG);
  }

  static String modelFile() {
    return MODEL;
  }
}
