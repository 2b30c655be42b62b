package dev.routeface.sdk.image;

import dev.routeface.sdk.math.Point;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * Where a head is turned to, from five landmarks: an estimate that tells a frontal face from one
 * seen from the side, to about ten degrees.
 *
 * <p>A mean head, five points in space, is fitted to the picture by least squares under a weak
 * perspective (Horaud, Dornaika, Lamiroy, "Object pose: the link between weak perspective,
 * paraperspective and full perspective", IJCV 22, 1997), once the line of the eyes is level. Four
 * of the points lie nearly in a plane, so that it is the tip of the nose that tells.
 *
 * @param yaw degrees, above 0 if the face looks to the right of the picture
 * @param pitch degrees, above 0 if it looks up
 * @param roll degrees, above 0 if it leans clockwise as seen
 */
public record Pose(double yaw, double pitch, double roll) {
  /** Of the distance between the eyes: how far the tip of the nose stands before them. */
  private static final double NOSE = 0.55;

  /**
   * Of the distance between the eyes: how much further down than in the template detectors see the
   * tip of the nose of a level head; the median over 139 photographs.
   */
  private static final double DROP = 0.1;

  /** Of the distance between the eyes: how far the corners of the mouth stand before them. */
  private static final double MOUTH = 0.1;

  /** Turns five numbers, one for each landmark, into factors of width, height and depth. */
  private static final RealMatrix FIT = fit();

  /** The pose of a face. */
  public static Pose of(Landmarks face) {
    Point right = face.rightEye();
    Point left = face.leftEye();
    double roll = Math.atan2(left.y() - right.y(), left.x() - right.x());
    double c = Math.cos(roll);
    double s = Math.sin(roll);
    double[] across = factors(face, p -> c * p.x() + s * p.y());
    double[] down = factors(face, p -> c * p.y() - s * p.x());
    return new Pose(
        Math.toDegrees(Math.atan2(across[2], across[0])),
        Math.toDegrees(Math.atan2(-down[2], down[1])),
        Math.toDegrees(roll));
  }

  private static double[] factors(Landmarks face, ToDoubleFunction<Point> coordinate) {
    return FIT.operate(face.points().stream().mapToDouble(coordinate).toArray());
  }

  /** The template, made symmetric, about its mean: x to the right, y down, z towards the viewer. */
  private static RealMatrix fit() {
    List<Point> flat = Aligner.template(Aligner.TEMPLATE_SIZE).points();
    double eyes = flat.get(0).distance(flat.get(1));
    double mouth = (flat.get(4).x() - flat.get(3).x()) / 2;
    double eyeLine = (flat.get(0).y() + flat.get(1).y()) / 2;
    double mouthLine = (flat.get(3).y() + flat.get(4).y()) / 2;
    double[][] head = {
      {-eyes / 2, eyeLine, 0, 1},
      {eyes / 2, eyeLine, 0, 1},
      {0, flat.get(2).y() + DROP * eyes, NOSE * eyes, 1},
      {-mouth, mouthLine, MOUTH * eyes, 1},
      {mouth, mouthLine, MOUTH * eyes, 1},
    };
    // The fourth column takes the shift, so that nothing has to be centred.
    return new SingularValueDecomposition(MatrixUtils.createRealMatrix(head))
        .getSolver()
        .getInverse();
  }
}
