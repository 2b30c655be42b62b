package dev.routeface.sdk.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;

/** Which rule turns gradients into steps. Weight decay touches weights alone, never biases. */
public sealed interface OptimizerChoice {
  /** Decay per step and unit of learning rate, on convolution and linear weights. */
  double weightDecay();

  /**
   * Stochastic gradient descent with momentum in PyTorch's form: {@code v = mu v + g + wd w; w = w
   * - lr v}, so that a cut of the rate acts at once.
   */
  record Sgd(double momentum, double weightDecay) implements OptimizerChoice {}

  /** Adam with decoupled decay (Loshchilov and Hutter, ICLR 2019, algorithm 2). */
  record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
      implements OptimizerChoice {}

  static OptimizerChoice of(Fields fields) {
    String kind = fields.choice("kind", "Sgd", "AdamW");
    double decay = fields.number("weightDecay", 0, 10);
    return kind.equals("Sgd")
        ? new Sgd(fields.number("momentum", 0, 0.9999), decay)
        : new AdamW(
            fields.number("beta1", 0, 0.9999),
            fields.number("beta2", 0, 0.999999),
            fields.number("epsilon", 1e-16, 1),
            decay);
  }

  default ObjectNode toJson() {
    ObjectNode json = Fields.object().put("kind", getClass().getSimpleName());
    json.put("weightDecay", weightDecay());
    if (this instanceof Sgd sgd) {
      json.put("momentum", sgd.momentum());
    } else if (this instanceof AdamW adam) {
      json.put("beta1", adam.beta1()).put("beta2", adam.beta2()).put("epsilon", adam.epsilon());
    }
    return json;
  }
}
