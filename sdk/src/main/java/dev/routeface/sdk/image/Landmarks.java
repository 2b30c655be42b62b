package dev.routeface.sdk.image;

import dev.routeface.sdk.math.Point;
import java.util.List;

/**
 * Five places of a face in pixels of the upright picture. Right and left are the person's own: the
 * right eye is the one further left in a frontal picture.
 *
 * @param rightEye middle of the eye
 * @param leftEye middle of the eye
 * @param nose its tip
 * @param rightMouth corner of the mouth
 * @param leftMouth corner of the mouth
 */
public record Landmarks(
    Point rightEye, Point leftEye, Point nose, Point rightMouth, Point leftMouth) {
  /** How many there are. */
  public static final int COUNT = 5;

  /** Five places in the order of the components. */
  public static Landmarks of(List<Point> points) {
    if (points.size() != COUNT) {
      throw new IllegalArgumentException("expected 5 places, found " + points.size());
    }
    return new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4));
  }

  /** The five in the order of the components, which is also that of the ArcFace template. */
  public List<Point> points() {
    return List.of(rightEye, leftEye, nose, rightMouth, leftMouth);
  }

  /** The same places of a picture that is {@code factor} times as large. */
  public Landmarks scaled(double factor) {
    return of(points().stream().map(p -> new Point(p.x() * factor, p.y() * factor)).toList());
  }
}
