package dev.routeface.sdk.export;

import dev.routeface.models.card.Card;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.net.Network;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.NetworkEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an export is made from.
 *
 * @param card what it is and how it came about
 * @param network its layers
 * @param weights its numbers
 */
public record Original(Card card, Network network, Weights weights) {
  /**
   * Opens a finished run or a model folder.
   *
   * @throws BadDataException if there is none, or one whose layers only another engine knows
   */
  public static Original open(Path folder) {
    Path file = folder.resolve(Card.FILE);
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(
          folder
              + ": expected a finished run or a model folder (with a card.json), found "
              + (Files.isRegularFile(folder) ? "a file" : "none"));
    }
    Card card = Card.read(file);
    Network network =
        card.network()
            .orElseThrow(
                () ->
                    new BadDataException(
                        "%s: expected a network whose layers are known, found a closed model, %s"
                            .formatted(folder, card.weights().file())));
    return new Original(card, network, card.readWeights(folder));
  }

  /** In the engine that trained it. */
  public Embedder embedder() {
    return new NetworkEmbedder(network, card.preparation(), weights, card.weights().sha256());
  }
}
