package dev.routeface.sdk.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;

/**
 * The teacher as it was after one epoch of its own training.
 *
 * @param epoch 1 for the first
 * @param file weights, relative to the run's folder
 * @param sha256 digest of that file
 * @param learningRate at the end of the epoch
 * @param heldOutLoss on images that training does not see; see {@code HeldOut} for which loss
 */
public record Anchor(
    int epoch, String file, String sha256, double learningRate, double heldOutLoss) {
  static Anchor of(Fields fields) {
    return new Anchor(
        fields.integer("epoch", 1, 1_000_000),
        fields.matching("file", "(?!.*\\.\\.)[\\w-][\\w./-]*", "a file below the run's folder"),
        fields.sha256("sha256"),
        fields.number("learningRate", 0, 1e6),
        fields.number("heldOutLoss", 0, 1e9));
  }

  ObjectNode toJson() {
    return Fields.object()
        .put("epoch", epoch)
        .put("file", file)
        .put("sha256", sha256)
        .put("learningRate", learningRate)
        .put("heldOutLoss", heldOutLoss);
  }
}
