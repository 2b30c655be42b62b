package dev.routeface.sdk.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;

/**
 * Random changes to a training image.
 *
 * @param flip whether half of the images are mirrored
 * @param shift largest move in pixels of the network's input, each axis on its own; edges repeat
 * @param brightness largest relative change of all pixel values, 0.2 for 80 % to 120 %
 */
public record Augmentation(boolean flip, int shift, double brightness) {
  /** Whether an image can only appear as it is or mirrored, so that embeddings can be cached. */
  public boolean flipAtMost() {
    return shift == 0 && brightness == 0;
  }

  static Augmentation of(Fields fields) {
    return new Augmentation(
        fields.flag("flip"), fields.integer("shift", 0, 32), fields.number("brightness", 0, 1));
  }

  ObjectNode toJson() {
    return Fields.object().put("flip", flip).put("shift", shift).put("brightness", brightness);
  }
}
