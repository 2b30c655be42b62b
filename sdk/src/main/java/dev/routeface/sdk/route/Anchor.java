package dev.routeface.sdk.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.Optional;

/**
 * The teacher as it was after one epoch of its own training.
 *
 * @param epoch 1 for the first
 * @param file weights or a closed model's card, relative to the route's folder
 * @param sha256 digest of that file
 * @param learningRate at the end of the epoch, where it is known
 * @param heldOutLoss on images that training does not see, where it was measured; see {@code
 *     HeldOut} for which loss
 */
public record Anchor(
    int epoch,
    String file,
    String sha256,
    Optional<Double> learningRate,
    Optional<Double> heldOutLoss) {
  static Anchor of(Fields fields) {
    return new Anchor(
        fields.integer("epoch", 1, 1_000_000),
        fields.matching("file", "(?!.*\\.\\.)[\\w-][\\w./-]*", "a file below the route's folder"),
        fields.sha256("sha256"),
        known(fields, "learningRate", 1e6),
        known(fields, "heldOutLoss", 1e9));
  }

  private static Optional<Double> known(Fields fields, String key, double most) {
    return fields.has(key) ? Optional.of(fields.number(key, 0, most)) : Optional.empty();
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("epoch", epoch).put("file", file).put("sha256", sha256);
    learningRate.ifPresent(rate -> json.put("learningRate", rate));
    heldOutLoss.ifPresent(loss -> json.put("heldOutLoss", loss));
    return json;
  }
}
