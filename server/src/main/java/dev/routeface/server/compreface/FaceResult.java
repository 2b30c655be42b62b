package dev.routeface.server.compreface;

import dev.routeface.sdk.image.Box;
import dev.routeface.sdk.image.DetectedFace;
import dev.routeface.server.api.Pictures;
import dev.routeface.server.compreface.Sight.Seen;
import dev.routeface.server.pipeline.Face;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A face of an answer; what was not asked for stays away.
 *
 * @param landmarks eyes, nose, corners of the mouth, each from left to right in the picture
 * @param subjects the most similar people, of a search
 * @param subject whose enrolled face it was compared with
 * @param similarity see {@link Similarity}
 * @param cosine what the similarity was made of, which CompreFace does not show
 * @param executionTime milliseconds under {@code total}: stages of many requests run together
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record FaceResult(
    BoxBody box,
    Optional<List<List<Long>>> landmarks,
    Optional<float[]> embedding,
    Optional<List<Match>> subjects,
    Optional<String> subject,
    Optional<Double> similarity,
    Optional<Double> cosine,
    Optional<Map<String, Double>> executionTime) {
  /** Edges in pixels, inside the picture; the whole of an aligned one. */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  record BoxBody(double probability, long xMax, long yMax, long xMin, long yMin) {}

  /** One of the most similar people. */
  @Serdeable.Serializable
  record Match(String subject, double similarity, double cosine) {}

  static FaceResult of(Face face, Seen seen, Options options) {
    return new FaceResult(
        box(face, seen),
        face.detected().filter(on -> options.shows(Plugin.LANDMARKS)).map(FaceResult::points),
        options.shows(Plugin.CALCULATOR)
            ? Optional.of(Pictures.embedding(face).vector().row(0))
            : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        options.status() ? Optional.of(Map.of("total", seen.milliseconds())) : Optional.empty());
  }

  /** With who was found for it. */
  FaceResult found(List<Match> matches) {
    return new FaceResult(
        box,
        landmarks,
        embedding,
        Optional.of(matches),
        subject,
        similarity,
        cosine,
        executionTime);
  }

  /** With how alike it is. */
  FaceResult compared(Optional<String> with, double shown, double raw) {
    return new FaceResult(
        box,
        landmarks,
        embedding,
        subjects,
        with,
        Optional.of(shown),
        Optional.of(raw),
        executionTime);
  }

  private static BoxBody box(Face face, Seen seen) {
    if (face.detected().isEmpty()) {
      return new BoxBody(1, seen.width(), seen.height(), 0, 0);
    }
    DetectedFace found = face.detected().get();
    Box box = found.box();
    return new BoxBody(
        Similarity.rounded(found.score()),
        within(box.right(), seen.width()),
        within(box.bottom(), seen.height()),
        within(box.left(), seen.width()),
        within(box.top(), seen.height()));
  }

  private static long within(double edge, int side) {
    return Math.max(0, Math.min(side, Math.round(edge)));
  }

  private static List<List<Long>> points(DetectedFace found) {
    return found.landmarks().points().stream()
        .map(point -> List.of(Math.round(point.x()), Math.round(point.y())))
        .toList();
  }
}
