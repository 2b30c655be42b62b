package dev.routeface.sdk.loss;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Parameter;
import java.util.List;

/**
 * The student's embedding shall be the teacher's.
 *
 * <p>{@code L = 1/N sum_n || u(A f_s) - f_t ||^2}, with {@code u} scaling to unit length; equal to
 * {@code 2 - 2 cos}, so between 0 and 4. {@code A} is a trained linear adaptor where the sizes
 * differ, and absent otherwise.
 *
 * <p>The mean is over the batch and the sum over dimensions: a mean over dimensions too, as some
 * codes take, is this divided by D.
 *
 * <p>Jin et al., "Knowledge Distillation via Route Constrained Optimization", ICCV 2019: the inner
 * loss of its face experiments.
 *
 * @param weight factor in the sum
 * @param adaptor whether a linear map takes the student's embedding to the teacher's size
 */
public record Mimic(double weight, boolean adaptor) implements Loss {
  /** Name of the adaptor among the arrays trained beside the network. */
  public static final String ADAPTOR = "adaptor.weight";

  /**
   * The loss itself.
   *
   * @param student (N, D), any length
   * @param teacher (N, D), unit length
   * @return ()
   */
  public static NDArray squaredDistance(NDArray student, NDArray teacher) {
    return StepTensors.unit(student).sub(teacher).square().sum(new int[] {1}).mean();
  }

  @Override
  public NDArray value(StepTensors step) {
    NDArray student = step.embedding();
    if (adaptor) {
      student = student.matMul(step.extras().get(ADAPTOR).transpose()); // (N, D) -> (N, E)
    }
    return squaredDistance(student, step.teacher());
  }

  @Override
  public List<Parameter> extras(Sizes sizes) {
    if (!adaptor && sizes.embedding() != sizes.teacherEmbedding()) {
      throw new IllegalArgumentException(
          ("expected embeddings of equal size or an adaptor (\"adaptor\": true), found %d for the"
                  + " student and %d for the teacher")
              .formatted(sizes.embedding(), sizes.teacherEmbedding()));
    }
    List<Integer> shape = List.of(sizes.teacherEmbedding(), sizes.embedding());
    return adaptor ? List.of(new Parameter(ADAPTOR, shape, Parameter.Role.WEIGHT)) : List.of();
  }

  static Mimic of(Fields fields) {
    return new Mimic(Loss.weight(fields), fields.flag("adaptor"));
  }

  @Override
  public ObjectNode toJson() {
    return Fields.object().put("kind", "Mimic").put("weight", weight).put("adaptor", adaptor);
  }
}
