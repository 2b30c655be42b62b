package dev.routeface.sdk.loss;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Parameter;
import java.util.List;

/** One term of the sum that training minimises. */
public sealed interface Loss permits Margin, Mimic, Hint, Kd {
  /** Factor of this term in the sum, above 0. */
  double weight();

  /** Whether this term needs a teacher. */
  default boolean needsTeacher() {
    return !(this instanceof Margin);
  }

  /**
   * Arrays that are trained beside the network for this term and never exported.
   *
   * @throws IllegalArgumentException if student and teacher do not fit together
   */
  List<Parameter> extras(Sizes sizes);

  /**
   * The term's value on one batch, not yet weighted.
   *
   * @return a single number, () , with gradients to the student and the extras
   */
  NDArray value(StepTensors step);

  ObjectNode toJson();

  /** Reads the form that {@link #toJson} writes. */
  static Loss of(Fields fields) {
    return switch (fields.choice("kind", "Margin", "Mimic", "Hint", "Kd")) {
      case "Margin" -> Margin.of(fields);
      case "Mimic" -> Mimic.of(fields);
      case "Hint" -> Hint.of(fields);
      default -> Kd.of(fields);
    };
  }

  /** Reads the weight that every kind has. */
  static double weight(Fields fields) {
    return fields.number("weight", 1e-9, 1e9);
  }
}
