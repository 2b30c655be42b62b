package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.Interval;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.eval.protocol.OpenSetResult;
import dev.routeface.eval.report.Numbers;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * One figure of two models, and whether the second is no worse by more than a margin: a
 * non-inferiority test. Every person counts once; people are resampled, the same for both.
 *
 * @param figure for instance {@code rank-1 @ 4,069 distractors}
 * @param reference rate of the first, 0..1
 * @param rate rate of the second, 0..1
 * @param difference second minus first
 * @param lowerBound one-sided 95 % lower bound of the difference
 * @param margin how far the bound may lie below 0
 */
record Check(
    String figure,
    Interval reference,
    Interval rate,
    Interval difference,
    double lowerBound,
    double margin) {
  static Check of(String figure, PerIdentity reference, PerIdentity rate, Conditions conditions) {
    PerIdentity difference = rate.minus(reference);
    return new Check(
        figure,
        conditions.bootstrap().interval(reference, Averaging.IDENTITIES),
        conditions.bootstrap().interval(rate, Averaging.IDENTITIES),
        conditions.bootstrap().interval(difference, Averaging.IDENTITIES),
        conditions.bootstrap().lowerBound(difference, Averaging.IDENTITIES),
        conditions.margin());
  }

  /** Rank-1 among all distractors, and TAR at every false match rate that the pairs support. */
  static List<Check> all(OpenSetResult reference, OpenSetResult rate, Conditions conditions) {
    List<Check> checks = new ArrayList<>();
    String rank1 =
        "rank-1 @ %s distractors".formatted(Numbers.count(rate.rank1().get(0).distractors()));
    checks.add(of(rank1, reference.rank1().get(0).hits(), rate.rank1().get(0).hits(), conditions));
    for (double fmr : conditions.fmrs()) {
      OpenSetResult.AtFar at = JudgedModel.at(rate, fmr);
      if (Conditions.supports(at.point().impostors(), fmr)) {
        PerIdentity before = JudgedModel.at(reference, fmr).accepted();
        checks.add(of("TAR @ FMR " + Numbers.place(fmr), before, at.accepted(), conditions));
      }
    }
    return checks;
  }

  boolean passed() {
    return lowerBound > -margin;
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("figure", figure).put("passed", passed());
    json.set("reference", reference.toJson());
    json.set("rate", rate.toJson());
    json.set("difference", difference.toJson());
    return json.put("lowerBound", lowerBound);
  }
}
