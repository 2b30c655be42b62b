package dev.routeface.server.compreface;

import dev.routeface.models.io.BadDataException;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.model.Calibration;
import dev.routeface.server.model.OperatingPoint;
import dev.routeface.server.model.ServedModel;
import java.util.Comparator;
import java.util.Optional;

/**
 * The number that CompreFace's clients compare with a threshold of theirs: {@code (tanh(5 (cosine -
 * threshold)) + 1) / 2}, 0 to 1, rising with the cosine, and 0.5 at the threshold. CompreFace has
 * the same curve over a Euclidean distance, with constants of its own models that mean nothing to
 * others; see "Face Recognition Similarity Threshold" in its documentation.
 *
 * @param threshold a cosine, -1 to 1
 */
public record Similarity(double threshold) {
  private static final double STEEPNESS = 5;

  /**
   * At the threshold that is set, or else at the certificate's with the lowest rate of false
   * matches.
   *
   * @throws BadDataException if there is neither
   */
  public static Similarity of(ServiceConfig.CompreFace config, ServedModel model) {
    return new Similarity(
        config
            .threshold()
            .or(() -> model.calibration().flatMap(Similarity::strictest))
            .orElseThrow(
                () ->
                    new BadDataException(
                        ("compreface.threshold: expected the cosine that clients of CompreFace see"
                                + " as a similarity of 0.5, or a certificate of %s that has one;"
                                + " found neither")
                            .formatted(model.id()))));
  }

  private static Optional<Double> strictest(Calibration calibration) {
    return calibration.points().stream()
        .filter(point -> point.task() == OperatingPoint.Task.VERIFICATION)
        .min(Comparator.comparingDouble(OperatingPoint::rate))
        .map(OperatingPoint::threshold);
  }

  /** With five decimals, as CompreFace's. */
  double of(double cosine) {
    return rounded((Math.tanh(STEEPNESS * (cosine - threshold)) + 1) / 2);
  }

  static double rounded(double value) {
    return Math.round(value * 1e5) / 1e5;
  }
}
