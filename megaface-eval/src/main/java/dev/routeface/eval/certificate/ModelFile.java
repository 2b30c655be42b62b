package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.card.Card;
import dev.routeface.models.card.ModelFolder;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model by name and content.
 *
 * @param name what readers call it
 * @param sha256 of the file, or of what lies beside a card: weights, a graph, a list of members
 * @param card digest of the card, which states preparation and architecture; empty for a file
 */
public record ModelFile(String name, String sha256, Optional<String> card) {
  /**
   * Reads a run, a model folder or a file that is a model by itself.
   *
   * @throws BadDataException if it is neither
   */
  public static ModelFile of(String name, Path path) {
    if (Files.isRegularFile(path)) {
      return new ModelFile(name, Sha256.ofFile(path), Optional.empty());
    }
    ModelFolder folder = folder(path);
    Path file = folder.file();
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(file + ": expected the file that the card names, found none");
    }
    return new ModelFile(name, Sha256.ofFile(file), Optional.of(Sha256.ofFile(folder.cardFile())));
  }

  private static ModelFolder folder(Path path) {
    ModelFolder folder = new ModelFolder(path);
    if (!Files.isRegularFile(folder.cardFile())) {
      throw new BadDataException(
          path + ": expected a finished run (with a card.json) or an ONNX file, found neither");
    }
    return folder;
  }

  /** The card of a folder; empty for a file. */
  public static Optional<Card> cardOf(Path path) {
    return Files.isRegularFile(path) ? Optional.empty() : Optional.of(folder(path).card());
  }

  /** Whether this is the very model that another was, whatever it is called. */
  public boolean sameContent(ModelFile other) {
    return sha256.equals(other.sha256()) && card.equals(other.card());
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("name", name).put("sha256", sha256);
    card.ifPresent(digest -> json.put("card", digest));
    return json;
  }

  static ModelFile of(Fields fields) {
    return new ModelFile(
        fields.text("name"),
        fields.sha256("sha256"),
        fields.has("card") ? Optional.of(fields.sha256("card")) : Optional.empty());
  }
}
