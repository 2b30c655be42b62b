package dev.routeface.server.model;

import dev.routeface.models.io.Fields;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a caller wants decided: at a rate of the model's certificate, or at a threshold of their own.
 */
public sealed interface Policy {
  /** A rate of errors that a certificate carries. */
  record AtRate(OperatingPoint.Task task, double rate) implements Policy {}

  /** A similarity. */
  record AtThreshold(double threshold) implements Policy {}

  /**
   * What a policy comes to.
   *
   * @param threshold similarities from here on, inclusive, are the same person
   * @param point where it comes from, if a certificate says so
   */
  record Rule(Policy policy, double threshold, Optional<OperatingPoint> point) {
    /** Whether a similarity is enough. */
    public boolean accepts(double similarity) {
      return similarity >= threshold;
    }
  }

  /** Reads {@code {"fmr"}}, {@code {"fpir"}} or {@code {"threshold"}}. */
  static Policy of(Fields fields) {
    List<String> keys = fields.keys();
    if (keys.size() != 1) {
      throw fields.refuse("*", "one of fmr, fpir, threshold", keys.size() + " keys");
    }
    if (fields.has("threshold")) {
      return new AtThreshold(fields.number("threshold", -1, 1));
    }
    return fields.has("fpir")
        ? new AtRate(OperatingPoint.Task.IDENTIFICATION, fields.number("fpir", 0, 1))
        : new AtRate(OperatingPoint.Task.VERIFICATION, fields.number("fmr", 0, 1));
  }

  /**
   * The threshold. A rate must be one that the certificate carries: between two of them nobody has
   * counted.
   *
   * @throws Problem NO_OPERATING_POINT listing the rates that there are
   */
  default Rule rule(Optional<Calibration> calibration) {
    if (this instanceof AtThreshold at) {
      return new Rule(this, at.threshold(), Optional.empty());
    }
    AtRate at = (AtRate) this;
    return calibration.map(Calibration::points).orElse(List.of()).stream()
        .filter(point -> point.task() == at.task() && same(point.rate(), at.rate()))
        .findFirst()
        .map(point -> new Rule(this, point.threshold(), Optional.of(point)))
        .orElseThrow(() -> none(at, calibration));
  }

  private static boolean same(double one, double other) {
    return Math.abs(one - other) <= 1e-9 * Math.max(one, other);
  }

  private static Problem none(AtRate at, Optional<Calibration> calibration) {
    String name = at.task() == OperatingPoint.Task.VERIFICATION ? "fmr" : "fpir";
    List<Double> rates =
        calibration.map(Calibration::points).orElse(List.of()).stream()
            .filter(point -> point.task() == at.task())
            .map(OperatingPoint::rate)
            .toList();
    return Problem.of(
        Code.NO_OPERATING_POINT,
        calibration.isEmpty()
            ? "expected a policy with a threshold: the model has no certificate, so that no rate is"
                + " known; found %s %s".formatted(name, at.rate())
            : "expected one of the certificate's %s %s, found %s".formatted(name, rates, at.rate()),
        Map.of("rates", rates));
  }
}
