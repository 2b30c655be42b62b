package dev.routeface.sdk.loss;

import ai.djl.ndarray.NDArray;
import dev.routeface.models.torch.TorchEngine;
import java.util.Map;

/**
 * Everything one batch offers to the losses.
 *
 * @param embedding the student's, (N, D), not normalised
 * @param labels identity of each image, (N) int64
 * @param taps the student's feature maps by layer name, each (N, C, H, W)
 * @param teacher the teacher's embeddings, (N, E), unit length, without gradient; absent from the
 *     losses' needs (and empty) where there is no teacher
 * @param teacherTaps the teacher's feature maps by layer name
 * @param teacherHead the teacher's class centres, (C, E), one row per identity
 * @param extras arrays that are trained beside the student, by name
 */
public record StepTensors(
    NDArray embedding,
    NDArray labels,
    Map<String, NDArray> taps,
    NDArray teacher,
    Map<String, NDArray> teacherTaps,
    NDArray teacherHead,
    Map<String, NDArray> extras) {

  /** A multiple that backward can trust, see {@link TorchEngine#number}. */
  public static NDArray times(NDArray array, double factor) {
    return array.mul(TorchEngine.number(array.getManager(), factor));
  }

  /**
   * Rows scaled to unit length.
   *
   * @param rows (N, D)
   */
  static NDArray unit(NDArray rows) {
    return rows.normalize(2, 1, 1e-12);
  }

  /**
   * Cosines of all pairs of rows.
   *
   * @param rows (N, D)
   * @param others (M, D)
   * @return (N, M)
   */
  static NDArray cosines(NDArray rows, NDArray others) {
    return unit(rows).matMul(unit(others).transpose());
  }
}
