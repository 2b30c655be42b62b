package dev.routeface.models.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Network;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Weights;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All that must be known about a model before it may be used: what it is, how pixels are prepared
 * for it, where its weights lie, how it came about and what that permits. A card is a JSON file
 * beside the weights; it holds no date and no path, so equal runs write equal cards.
 */
public sealed interface Card permits ModelCard, ImportedCard {
  /** Its name in a model's folder. */
  String FILE = "card.json";

  /** Lower-case letters, digits, dots, dashes and underscores. */
  String id();

  /** For images of the model's input size. */
  Preparation preparation();

  /** Where the numbers lie, or the graph that holds them. */
  ModelCard.WeightsFile weights();

  ModelCard.Terms terms();

  /** Size of the embedding. */
  int embedding();

  /** The layer list; empty for a graph that only another engine reads. */
  Optional<Network> network();

  /** What {@link #write} writes. */
  ObjectNode toJson();

  /**
   * Reads the card of either kind of model.
   *
   * @throws dev.routeface.models.io.BadRecipeException naming the file and the path in it, if a key
   *     is unknown, missing or out of range
   */
  static Card read(Path file) {
    return of(Fields.open(file));
  }

  /** As {@link #read}, for an object that was opened already. */
  static Card of(Fields card) {
    return card.read(
        fields -> fields.has("source") ? ImportedCard.of(fields) : ModelCard.of(fields));
  }

  /** Writes the form that {@link #read} reads. */
  default void write(Path file) {
    DurableFile.writeText(file, Fields.text(toJson()));
  }

  /**
   * Reads the weights that lie in {@code folder}.
   *
   * @throws dev.routeface.models.weights.BadWeightsException if they are damaged, not the card's,
   *     or not the network's
   * @throws IllegalStateException if there is no layer list
   */
  default Weights readWeights(Path folder) {
    Path file = folder.resolve(weights().file());
    Network network =
        network().orElseThrow(() -> new IllegalStateException(id() + " has no layer list"));
    return Safetensors.read(file, weights().sha256()).fitting(network, file.toString());
  }
}
