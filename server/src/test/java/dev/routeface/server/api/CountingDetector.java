package dev.routeface.server.api;

import dev.routeface.sdk.image.Box;
import dev.routeface.sdk.image.DetectedFace;
import dev.routeface.sdk.image.FaceDetector;
import dev.routeface.sdk.image.Landmarks;
import dev.routeface.sdk.image.RgbImage;
import dev.routeface.sdk.math.Point;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds as many faces as a picture is wide in tens of pixels, less one, each to the right of the
 * last.
 */
final class CountingDetector implements FaceDetector {
  @Override
  public List<DetectedFace> detect(RgbImage image) {
    return IntStream.range(0, image.width() / 10 - 1).mapToObj(CountingDetector::face).toList();
  }

  private static DetectedFace face(int n) {
    double x = 10 * n;
    return new DetectedFace(
        new Box(x, 1, 8, 8 + n),
        0.9 - n / 100.0,
        Landmarks.of(
            List.of(
                new Point(x + 2, 3),
                new Point(x + 6, 3),
                new Point(x + 4, 5),
                new Point(x + 2.5, 7),
                new Point(x + 5.5, 7))));
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public String sha256() {
    return "d".repeat(64);
  }

  @Override
  public void close() {}
}
