package dev.routeface.server.api;

import dev.routeface.models.io.Fields;
import dev.routeface.server.model.Calibration;
import dev.routeface.server.model.OperatingPoint;
import dev.routeface.server.model.Policy;
import dev.routeface.server.model.ServedModel;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import java.util.Optional;

/**
 * Where a threshold comes from, with what a certificate knows of it.
 *
 * @param fmr rate asked for, if it was one of comparisons
 * @param fpir rate asked for, if it was one of searches
 * @param fnmr share of one person's comparisons that are refused at this threshold
 * @param fnir share of searches for enrolled people that fail at this threshold
 * @param calibration which certificate says so
 * @param enrolled people in the searches of that certificate: with more, an FPIR is higher
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record PolicyBody(
    double threshold,
    Optional<Double> fmr,
    Optional<Double> fpir,
    Optional<Share> fnmr,
    Optional<Share> fnir,
    Optional<String> calibration,
    Optional<Integer> enrolled) {
  /** A share with its 95 % interval. */
  @Serdeable.Serializable
  public record Share(double value, List<Double> ci95) {
    static Share of(OperatingPoint.Estimate estimate) {
      return new Share(estimate.value(), List.of(estimate.low(), estimate.high()));
    }
  }

  /** Reads the key {@code policy}, which may be left out. */
  public static Optional<Policy> asked(Fields fields) {
    return fields.has("policy")
        ? Optional.of(fields.object("policy", Policy::of))
        : Optional.empty();
  }

  public static PolicyBody of(Policy.Rule rule, ServedModel model) {
    Optional<OperatingPoint> pairs = of(rule, OperatingPoint.Task.VERIFICATION);
    Optional<OperatingPoint> searches = of(rule, OperatingPoint.Task.IDENTIFICATION);
    Optional<Calibration> used = rule.point().flatMap(point -> model.calibration());
    return new PolicyBody(
        rule.threshold(),
        pairs.map(OperatingPoint::rate),
        searches.map(OperatingPoint::rate),
        pairs.map(point -> Share.of(point.miss())),
        searches.map(point -> Share.of(point.miss())),
        used.map(Calibration::id),
        searches.flatMap(point -> used.map(Calibration::enrolled)));
  }

  private static Optional<OperatingPoint> of(Policy.Rule rule, OperatingPoint.Task task) {
    return rule.point().filter(point -> point.task() == task);
  }
}
