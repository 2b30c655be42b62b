package dev.routeface.server.api;

import dev.routeface.sdk.image.Box;
import dev.routeface.server.pipeline.Face;
import dev.routeface.server.pipeline.Quality;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import java.util.Optional;

/**
 * A face as callers see it; box, landmarks and score are absent for an aligned picture.
 *
 * @param box left, top, right and bottom in pixels of the upright picture
 * @param landmarks right eye, left eye, nose, right and left corner of the mouth, each x and y
 * @param score of the detector, 0 to 1
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record FaceBody(
    Optional<List<Double>> box,
    Optional<List<List<Double>>> landmarks,
    Optional<Double> score,
    QualityBody quality) {
  /**
   * How well a face can be recognised.
   *
   * @param score 0 to 1, that of the lowest part
   * @param parts what was measured
   */
  @Serdeable.Serializable
  public record QualityBody(double score, List<PartBody> parts) {
    static QualityBody of(Quality quality) {
      return new QualityBody(
          quality.score(),
          quality.parts().stream()
              .map(part -> new PartBody(part.measure().code(), part.value(), part.score()))
              .toList());
    }
  }

  /** One measure: its value in its own unit, and 0 useless to 1 as good as needed. */
  @Serdeable.Serializable
  public record PartBody(String measure, double value, double score) {}

  /** What the pipeline found, as it goes out. */
  public static FaceBody of(Face face) {
    return new FaceBody(
        face.detected().map(found -> edges(found.box())),
        face.detected()
            .map(
                found ->
                    found.landmarks().points().stream()
                        .map(point -> List.of(tenth(point.x()), tenth(point.y())))
                        .toList()),
        face.detected().map(found -> found.score()),
        QualityBody.of(face.quality()));
  }

  private static List<Double> edges(Box box) {
    return List.of(tenth(box.left()), tenth(box.top()), tenth(box.right()), tenth(box.bottom()));
  }

  /** No detector knows more than a tenth of a pixel. */
  private static double tenth(double pixels) {
    return Math.round(pixels * 10) / 10.0;
  }
}
