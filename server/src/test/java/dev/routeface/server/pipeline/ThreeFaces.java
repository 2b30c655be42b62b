package dev.routeface.server.pipeline;

import dev.routeface.sdk.image.Aligner;
import dev.routeface.sdk.image.Box;
import dev.routeface.sdk.image.DetectedFace;
import dev.routeface.sdk.image.FaceDetector;
import dev.routeface.sdk.image.Landmarks;
import dev.routeface.sdk.image.RgbImage;
import dev.routeface.sdk.math.Point;
import java.util.List;

/** Three faces in pictures 100 pixels wide, the smallest in the corner; none in others. */
final class ThreeFaces implements FaceDetector {
  @Override
  public List<DetectedFace> detect(RgbImage image) {
    return image.width() == 100
        ? List.of(face(0, 10, 10), face(0, 20, 40), face(45, 25, 20))
        : List.of();
  }

  private static DetectedFace face(double left, double top, double side) {
    List<Point> points =
        Aligner.template(112).points().stream()
            .map(p -> new Point(left + p.x() * side / 112, top + p.y() * side / 112))
            .toList();
    return new DetectedFace(new Box(left, top, side, side), 0.9, Landmarks.of(points));
  }

  @Override
  public String name() {
    return "three";
  }

  @Override
  public String sha256() {
    return "1".repeat(64);
  }

  @Override
  public void close() {}
}
