package dev.routeface.sdk.loss;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Parameter;
import java.util.List;

/**
 * The embedding shall lie near its identity's centre and, by a margin, far from all others: the
 * loss that needs no teacher.
 *
 * <p>{@code L = -1/N sum_n log softmax(l)[y]}, {@code l} the logits of the {@link MarginHead}; at
 * least 0.
 *
 * @param weight factor in the sum
 * @param head how cosines to the centres become logits
 */
public record Margin(double weight, MarginHead head) implements Loss {
  /** Name of the class centres among the arrays trained beside the network. */
  public static final String HEAD = "head.weight";

  /**
   * Cross-entropy with one right class per row.
   *
   * @param logits (N, C)
   * @param labels (N) int64
   * @return ()
   */
  public static NDArray crossEntropy(NDArray logits, NDArray labels) {
    return logits.logSoftmax(1).gather(labels.expandDims(1), 1).mean().neg();
  }

  @Override
  public NDArray value(StepTensors step) {
    NDArray cosines = StepTensors.cosines(step.embedding(), step.extras().get(HEAD)); // (N, C)
    return crossEntropy(head.logits(cosines, step.labels()), step.labels());
  }

  @Override
  public List<Parameter> extras(Sizes sizes) {
    return List.of(head(sizes));
  }

  /** Class centres, one row per identity. */
  static Parameter head(Sizes sizes) {
    return new Parameter(
        HEAD, List.of(sizes.identities(), sizes.embedding()), Parameter.Role.WEIGHT);
  }

  static Margin of(Fields fields) {
    return new Margin(Loss.weight(fields), fields.object("head", MarginHead::of));
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("kind", "Margin").put("weight", weight);
    json.set("head", head.toJson());
    return json;
  }
}
