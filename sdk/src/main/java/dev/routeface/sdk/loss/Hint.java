package dev.routeface.sdk.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.convolutional.Conv2d;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.net.Shape;
import java.util.List;

/**
 * A feature map of the student, seen through a trained 1x1 connector, shall be a feature map of the
 * teacher.
 *
 * <p>{@code L = 1/2 mean || t - r(s; W) ||^2}, the mean over batch, channels and positions, so that
 * the weight does not depend on the size of the maps.
 *
 * <p>Romero et al., "FitNets: Hints for Thin Deep Nets", ICLR 2015, equation 3 (a sum there);
 * combined with a route in Jin et al., ICCV 2019, figure 1b.
 *
 * @param weight factor in the sum
 * @param student name of the student's layer
 * @param teacher name of the teacher's layer; its map has the same height and width
 */
public record Hint(double weight, String student, String teacher) implements Loss {
  /**
   * The loss itself.
   *
   * @param student (N, C, H, W)
   * @param teacher (N, E, H, W), without gradient
   * @param connector (E, C, 1, 1)
   * @return ()
   */
  public static NDArray squaredError(NDArray student, NDArray teacher, NDArray connector) {
    NDArray seen = Conv2d.conv2d(student, connector).singletonOrThrow(); // (N, E, H, W)
    return StepTensors.times(seen.sub(teacher).square().mean(), 0.5);
  }

  @Override
  public NDArray value(StepTensors step) {
    return squaredError(
        step.taps().get(student), step.teacherTaps().get(teacher), step.extras().get(connector()));
  }

  @Override
  public List<Parameter> extras(Sizes sizes) {
    Shape from = known(sizes.student().get(student), "student", student);
    Shape to = known(sizes.teacher().get(teacher), "teacher", teacher);
    if (from.height() != to.height() || from.width() != to.width()) {
      throw new IllegalArgumentException(
          "expected hint layers of equal height and width, found %s %s and %s %s"
              .formatted(student, from, teacher, to));
    }
    List<Integer> shape = List.of(to.channels(), from.channels(), 1, 1);
    return List.of(new Parameter(connector(), shape, Parameter.Role.WEIGHT));
  }

  private static Shape known(Shape shape, String whose, String layer) {
    if (shape == null) {
      throw new IllegalArgumentException("expected a layer of the " + whose + ", found " + layer);
    }
    return shape;
  }

  private String connector() {
    return "connector." + student + ".to." + teacher + ".weight";
  }

  static Hint of(Fields fields) {
    return new Hint(Loss.weight(fields), fields.text("student"), fields.text("teacher"));
  }

  @Override
  public ObjectNode toJson() {
    return Fields.object()
        .put("kind", "Hint")
        .put("weight", weight)
        .put("student", student)
        .put("teacher", teacher);
  }
}
