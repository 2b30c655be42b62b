package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.card.ModelCard;
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
 * @param sha256 of the ONNX file, or of the weights that lie beside a card
 * @param card digest of the card, which states preparation and architecture; empty for an ONNX file
 */
public record ModelFile(String name, String sha256, Optional<String> card) {
  private static final String CARD = "card.json";

  /**
   * Reads a run or an ONNX file.
   *
   * @throws BadDataException if it is neither
   */
  public static ModelFile of(String name, Path path) {
    if (Files.isRegularFile(path)) {
      return new ModelFile(name, Sha256.ofFile(path), Optional.empty());
    }
    Path card = path.resolve(CARD);
    Path weights = path.resolve(card(path).weights().file());
    if (!Files.isRegularFile(weights)) {
      throw new BadDataException(
          weights + ": expected the weights that the card names, found none");
    }
    return new ModelFile(name, Sha256.ofFile(weights), Optional.of(Sha256.ofFile(card)));
  }

  private static ModelCard card(Path folder) {
    Path card = folder.resolve(CARD);
    if (!Files.isRegularFile(card)) {
      throw new BadDataException(
          folder + ": expected a finished run (with a card.json) or an ONNX file, found neither");
    }
    return ModelCard.read(card);
  }

  /** The card of a run; empty for an ONNX file. */
  public static Optional<ModelCard> cardOf(Path path) {
    return Files.isRegularFile(path) ? Optional.empty() : Optional.of(card(path));
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
