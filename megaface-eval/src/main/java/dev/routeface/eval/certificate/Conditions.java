package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.models.io.Fields;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a certificate holds models to.
 *
 * @param margin how far a rate may fall, above 0 and below 1
 * @param fmrs false match rates, each above 0 and at most 1
 * @param fpirs false positive identification rates, each above 0 and at most 1
 * @param groupFmr false match rate of the one threshold that groups are judged at
 * @param bootstrap makes intervals and bounds
 */
public record Conditions(
    double margin,
    List<Double> fmrs,
    List<Double> fpirs,
    double groupFmr,
    IdentityBootstrap bootstrap) {
  /**
   * Errors that a rate needs behind it to be within 30 % of the truth with 90 % confidence, the
   * trials being independent: the rule of 30 (Doddington et al., Speech Communication 31, 2000).
   */
  private static final int RULE_OF_THIRTY = 30;

  public Conditions {
    fmrs = List.copyOf(fmrs);
    fpirs = List.copyOf(fpirs);
    if (!(margin > 0 && margin < 1)) {
      throw new IllegalArgumentException("expected a margin above 0 and below 1, found " + margin);
    }
    Stream.of(fmrs, fpirs, List.of(groupFmr))
        .flatMap(List::stream)
        .filter(rate -> !(rate > 0 && rate <= 1))
        .findFirst()
        .ifPresent(
            rate -> {
              throw new IllegalArgumentException(
                  "expected error rates above 0 and at most 1, found " + rate);
            });
  }

  /** Whether so many trials would hold at least thirty errors at a rate. */
  static boolean supports(long trials, double rate) {
    return trials >= needed(rate);
  }

  /** Trials that a rate needs. */
  static long needed(double rate) {
    return (long) Math.ceil(RULE_OF_THIRTY / rate - 1e-6);
  }

  /** All false match rates that a verification has to be counted at. */
  List<Double> verified() {
    return Stream.concat(fmrs.stream(), Stream.of(groupFmr)).distinct().toList();
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("margin", margin);
    fmrs.forEach(json.withArray("fmr")::add);
    fpirs.forEach(json.withArray("fpir")::add);
    json.put("groupFmr", groupFmr)
        .put("resamples", bootstrap.resamples())
        .put("seed", bootstrap.seed());
    return json;
  }
}
