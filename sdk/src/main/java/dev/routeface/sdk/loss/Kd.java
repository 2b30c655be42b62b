package dev.routeface.sdk.loss;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Parameter;
import java.util.List;

/**
 * The student's class probabilities shall be the teacher's softened ones.
 *
 * <p>{@code L = tau^2 / N sum_n KL(p_t || p_s)}, {@code p = softmax(s cos / tau)}: at least 0, and
 * 0 only where they agree. The factor tau^2 keeps the gradient's size independent of tau.
 *
 * <p>Hinton et al., "Distilling the Knowledge in a Neural Network", 2015, section 2.
 *
 * @param weight factor in the sum
 * @param temperature tau, softens both distributions
 * @param scale s, makes logits of the cosines to the class centres
 */
public record Kd(double weight, double temperature, double scale) implements Loss {
  /**
   * The loss itself.
   *
   * @param student logits, (N, C)
   * @param teacher logits, (N, C), without gradient
   * @return ()
   */
  public static NDArray divergence(NDArray student, NDArray teacher, double temperature) {
    NDArray logStudent = StepTensors.times(student, 1 / temperature).logSoftmax(1);
    NDArray logTeacher = StepTensors.times(teacher, 1 / temperature).logSoftmax(1);
    NDArray terms = logTeacher.sub(logStudent).mul(logTeacher.exp()); // (N, C)
    return StepTensors.times(terms.sum(new int[] {1}).mean(), temperature * temperature);
  }

  @Override
  public NDArray value(StepTensors step) {
    NDArray centres = step.extras().get(Margin.HEAD);
    NDArray student = StepTensors.cosines(step.embedding(), centres);
    NDArray teacher = StepTensors.cosines(step.teacher(), step.teacherHead());
    return divergence(
        StepTensors.times(student, scale), StepTensors.times(teacher, scale), temperature);
  }

  @Override
  public List<Parameter> extras(Sizes sizes) {
    return List.of(Margin.head(sizes));
  }

  static Kd of(Fields fields) {
    return new Kd(
        Loss.weight(fields),
        fields.number("temperature", 0.1, 100),
        fields.number("scale", 1, 256));
  }

  @Override
  public ObjectNode toJson() {
    return Fields.object()
        .put("kind", "Kd")
        .put("weight", weight)
        .put("temperature", temperature)
        .put("scale", scale);
  }
}
