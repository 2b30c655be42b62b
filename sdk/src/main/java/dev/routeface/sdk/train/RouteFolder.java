package dev.routeface.sdk.train;

import dev.routeface.models.card.Card;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.card.ModelFolder;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.Network;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.NetworkEmbedder;
import dev.routeface.sdk.loss.Margin;
import dev.routeface.sdk.route.Anchor;
import dev.routeface.sdk.route.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder with a route, whoever made it: a finished run that kept one, checkpoints that were
 * brought in, or a route recovered from a closed teacher. An anchor's file is either weights of the
 * network that the folder's card describes, or the card of a closed model, which then seals the
 * rest.
 *
 * @param folder where it lies
 */
public record RouteFolder(Path folder) {
  /** The anchors. */
  public static final String FILE = "route.json";

  /**
   * Opens a folder.
   *
   * @throws BadDataException if it has no route, or its training has not ended
   */
  public static RouteFolder open(Path folder) {
    if (!Files.exists(folder.resolve(FILE))) {
      throw new BadDataException(
          folder + ": expected a run with a route, or a route brought in, found no " + FILE);
    }
    if (!Files.exists(folder.resolve(Card.FILE))) {
      throw new BadDataException(
          folder + ": expected a finished teacher, found one still in training");
    }
    return new RouteFolder(folder);
  }

  public Route route() {
    return Fields.open(folder.resolve(FILE)).read(Route::of);
  }

  public void write(Route route) {
    DurableFile.writeText(folder.resolve(FILE), Fields.text(route.toJson()));
  }

  /** What the converged teacher is; for a recovered route, what the guide is. */
  public Card card() {
    return Card.read(folder.resolve(Card.FILE));
  }

  /** Whether an anchor is a closed model, of which there are embeddings alone. */
  public boolean closed(Anchor anchor) {
    return Path.of(anchor.file()).endsWith(Card.FILE);
  }

  /**
   * An anchor's weights.
   *
   * @throws dev.routeface.models.weights.BadWeightsException if the file is not the one that the
   *     route names
   */
  public Weights weights(Anchor anchor) {
    Path file = folder.resolve(anchor.file());
    return Safetensors.read(file, anchor.sha256()).fitting(network(), file.toString());
  }

  private Network network() {
    return card()
        .network()
        .orElseThrow(
            () ->
                new BadDataException(
                    folder + ": expected a card with an architecture, found none"));
  }

  /** An anchor, ready to embed; its files are checked. */
  public Embedder embedder(Anchor anchor) {
    return closed(anchor)
        ? Embedders.open(closedModel(anchor).folder(), Optional.empty())
        : new NetworkEmbedder(network(), card().preparation(), weights(anchor), anchor.sha256());
  }

  /** Reads an anchor's files and holds them against their digests. */
  public void check(Anchor anchor) {
    if (closed(anchor)) {
      embedder(anchor).close();
    } else {
      weights(anchor);
    }
  }

  /** Size of an anchor's embeddings. */
  public int dimension(Anchor anchor) {
    return closed(anchor) ? closedModel(anchor).card().embedding() : card().embedding();
  }

  /** Under which terms an anchor stands. */
  public ModelCard.Terms terms(Anchor anchor) {
    return (closed(anchor) ? closedModel(anchor).card() : card()).terms();
  }

  private ModelFolder closedModel(Anchor anchor) {
    Path card = folder.resolve(anchor.file());
    String found = Sha256.ofFile(card);
    if (!found.equals(anchor.sha256())) {
      throw new BadDataException(
          "%s: expected the content with SHA-256 %s, found %s"
              .formatted(card, anchor.sha256(), found));
    }
    return new ModelFolder(card.getParent());
  }

  /** Class centres that were trained with an anchor, if it had a margin head. */
  public Optional<Tensor> head(Anchor anchor) {
    Path file = headFile(anchor.epoch());
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Weights head = Safetensors.read(file);
    if (!anchor.sha256().equals(head.metadata().get("anchor"))) {
      throw new BadDataException(
          file + ": expected the head of anchor " + anchor.sha256() + ", found another anchor's");
    }
    return Optional.of(head.tensor(Margin.HEAD));
  }

  Path headFile(int epoch) {
    return folder.resolve(name(epoch) + ".head.safetensors");
  }

  /** Where the anchor of an epoch lies: a folder, or a file with an ending behind this. */
  public static String name(int epoch) {
    return "anchors/epoch-%04d".formatted(epoch);
  }

  /**
   * Lets this route end at a closed teacher, one epoch after its last anchor. Done again, it
   * changes nothing.
   *
   * @throws BadDataException if it ends at another closed teacher already
   */
  public void endAt(ModelFolder teacher) {
    Route route = route();
    String sha256 = Sha256.ofFile(teacher.cardFile());
    if (!closed(route.converged())) {
      int epoch = route.converged().epoch() + 1;
      teacher.copyTo(folder.resolve(name(epoch)));
      String file = name(epoch) + "/" + Card.FILE;
      // Its own target: nothing is left to lose.
      write(route.with(new Anchor(epoch, file, sha256, Optional.empty(), Optional.of(0.0))));
    } else if (!route.converged().sha256().equals(sha256)) {
      throw new BadDataException(
          "%s: expected the teacher that the route was recovered from, found another one, %s"
              .formatted(folder, teacher.folder()));
    }
  }
}
