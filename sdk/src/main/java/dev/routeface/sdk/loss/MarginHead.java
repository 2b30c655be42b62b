package dev.routeface.sdk.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;

/**
 * How cosines to the class centres become logits: {@code s} times the cosine, made harder for the
 * right class. With {@code theta} the angle to the right centre, its cosine is replaced by {@code
 * psi(m1 theta + m2) - m3}.
 *
 * <p>{@code psi} is the cosine up to pi and {@code -2 - cos} beyond (SphereFace, Liu et al., CVPR
 * 2017, equation 7 with k = 1): the plain cosine would rise again there and reward an embedding for
 * pointing away from its centre.
 *
 * <table>
 * <caption>Our names and the papers' symbols</caption>
 * <tr><td>scale</td><td>s</td></tr>
 * <tr><td>angleFactor, angle, cosine</td><td>m1, m2, m3</td></tr>
 * </table>
 */
public sealed interface MarginHead {
  /** No margin: softmax over scaled cosines (NormFace, Wang et al., ACM MM 2017). */
  record Softmax(double scale) implements MarginHead {}

  /** {@code cos theta - m} (Wang et al., CVPR 2018, equation 4). */
  record CosFace(double scale, double cosine) implements MarginHead {}

  /** {@code cos(theta + m)} (Deng et al., CVPR 2019, equation 3). */
  record ArcFace(double scale, double angle) implements MarginHead {}

  /** {@code cos(m1 theta + m2) - m3} (Deng et al., CVPR 2019, equation 4). */
  record Combined(double scale, double angleFactor, double angle, double cosine)
      implements MarginHead {}

  /** Keeps the arc cosine's slope finite. */
  double CLIP = 1 - 1e-6;

  /** s. */
  double scale();

  /**
   * Logits of every class.
   *
   * @param cosines (N, C)
   * @param labels (N) int64, the right class of each row
   * @return (N, C)
   */
  default NDArray logits(NDArray cosines, NDArray labels) {
    if (this instanceof Softmax) {
      return StepTensors.times(cosines, scale());
    }
    int classes = (int) cosines.getShape().get(1);
    NDArray right = labels.oneHot(classes, DataType.FLOAT32); // (N, C)
    NDArray cosine = cosines.gather(labels.expandDims(1), 1); // (N, 1)
    NDArray change = harder(cosine).sub(cosine); // (N, 1)
    return StepTensors.times(cosines.add(right.mul(change)), scale());
  }

  /** The right class's cosine with its margin, (N, 1). */
  private NDArray harder(NDArray cosine) {
    if (this instanceof CosFace head) {
      return cosine.sub((float) head.cosine());
    } else if (this instanceof ArcFace head) {
      return shifted(cosine, 1, head.angle());
    } else if (this instanceof Combined head) {
      return shifted(cosine, head.angleFactor(), head.angle()).sub((float) head.cosine());
    }
    return cosine;
  }

  private static NDArray shifted(NDArray cosine, double factor, double shift) {
    NDArray own = cosine.clip((float) -CLIP, (float) CLIP).acos();
    NDArray angle = StepTensors.times(own, factor).add((float) shift);
    NDArray past = angle.gt(Math.PI).toType(DataType.FLOAT32, false); // 1 where beyond pi
    NDArray plain = angle.cos();
    // cos before pi, -2 - cos beyond: both from one cosine, so that gradients flow through one path
    return plain.mul(StepTensors.times(past, -2).add(1)).sub(StepTensors.times(past, 2));
  }

  static MarginHead of(Fields fields) {
    String kind = fields.choice("kind", "Softmax", "CosFace", "ArcFace", "Combined");
    double scale = fields.number("scale", 1, 256);
    return switch (kind) {
      case "Softmax" -> new Softmax(scale);
      case "CosFace" -> new CosFace(scale, fields.number("cosine", 0, 1));
      case "ArcFace" -> new ArcFace(scale, fields.number("angle", 0, 1.5));
      default ->
          new Combined(
              scale,
              fields.number("angleFactor", 1, 1.5),
              fields.number("angle", 0, 1.5),
              fields.number("cosine", 0, 1));
    };
  }

  default ObjectNode toJson() {
    ObjectNode json = Fields.object().put("kind", getClass().getSimpleName()).put("scale", scale());
    if (this instanceof CosFace head) {
      json.put("cosine", head.cosine());
    } else if (this instanceof ArcFace head) {
      json.put("angle", head.angle());
    } else if (this instanceof Combined head) {
      json.put("angleFactor", head.angleFactor());
      json.put("angle", head.angle()).put("cosine", head.cosine());
    }
    return json;
  }
}
