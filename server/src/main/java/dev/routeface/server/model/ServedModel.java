package dev.routeface.server.model;

import dev.routeface.models.card.Card;
import dev.routeface.models.card.ModelFolder;
import dev.routeface.models.card.Preparation;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.Flip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model that was opened to be served.
 *
 * @param id of its card; of a bare file its name without the ending
 * @param card empty for a bare file
 * @param embedder open until {@link #close}
 */
public record ServedModel(String id, Optional<Card> card, Embedder embedder)
    implements AutoCloseable {

  /**
   * Opens a run, a model folder, or an ONNX file that says itself how images are prepared.
   *
   * @throws dev.routeface.models.io.BadInputException if it is none
   */
  public static ServedModel open(Path path) {
    Embedder embedder = Embedders.open(path, Optional.empty());
    Optional<Card> card =
        Files.isDirectory(path) ? Optional.of(new ModelFolder(path).card()) : Optional.empty();
    return new ServedModel(card.map(Card::id).orElseGet(() -> name(path)), card, embedder);
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  /** The contract of its embeddings, of one view each. */
  public Contract contract() {
    return Contract.of(embedder.sha256(), preparation(), Flip.NONE);
  }

  public Preparation preparation() {
    return embedder.preparation();
  }

  public int dimension() {
    return embedder.dimension();
  }

  @Override
  public void close() {
    embedder.close();
  }
}
