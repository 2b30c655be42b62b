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
 * One figure of two models, and whether the second is no worse by more than a margin.
 *
 * @param figure for instance {@code rank-1 @ 4,069 distractors}
 * @param reference rate of the first, mean over people, 0..1
 * @param rate rate of the second
 * @param test of their difference
 */
record Check(String figure, Interval reference, Interval rate, NonInferiority test) {
  static Check of(String figure, PerIdentity reference, PerIdentity rate, Conditions conditions) {
    return new Check(
        figure,
        conditions.bootstrap().interval(reference, Averaging.IDENTITIES),
        conditions.bootstrap().interval(rate, Averaging.IDENTITIES),
        NonInferiority.of(reference, rate, conditions));
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
    return test.passed();
  }

  Interval difference() {
    return test.difference();
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("figure", figure);
    json.set("reference", reference.toJson());
    json.set("rate", rate.toJson());
    json.set("test", test.toJson());
    return json;
  }
}
