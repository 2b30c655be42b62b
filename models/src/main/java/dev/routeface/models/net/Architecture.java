package dev.routeface.models.net;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;

/**
 * A family of networks with its free numbers filled in; one file each. Adding one means a record
 * here, a line in {@link #of} and nothing else.
 */
public sealed interface Architecture permits IResNet, MobileFaceNet, MobileNetV2, SlimResNet {
  /** The layer list. */
  Network network();

  /** Reads the form that {@link #toJson} writes; {@code kind} names the family. */
  static Architecture of(Fields fields) {
    String kind = fields.choice("kind", "IResNet", "MobileFaceNet", "MobileNetV2", "SlimResNet");
    return switch (kind) {
      case "IResNet" -> IResNet.of(fields);
      case "MobileFaceNet" -> MobileFaceNet.of(fields);
      case "MobileNetV2" -> MobileNetV2.of(fields);
      default -> SlimResNet.of(fields);
    };
  }

  ObjectNode toJson();

  /** Side of the square input in pixels. */
  int inputSize();

  /** Size of the embedding. */
  int embedding();
}
