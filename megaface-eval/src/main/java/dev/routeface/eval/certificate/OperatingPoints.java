package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.DyadicInterval;
import dev.routeface.eval.metric.ErrorPoint;
import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.ErrorRates.Task;
import dev.routeface.eval.metric.FalseMatches;
import dev.routeface.eval.metric.Interval;
import dev.routeface.eval.metric.OperatingPoint;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.eval.protocol.OpenSetResult;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * Where a model stands at the thresholds that a service would set, with both errors and how much is
 * known about them.
 *
 * @param model name
 * @param points those that the data supports
 * @param unsupported those left out
 * @param curve TAR at FAR, for plots
 */
record OperatingPoints(
    String model, List<Point> points, List<Unsupported> unsupported, List<OperatingPoint> curve) {
  /**
   * One threshold.
   *
   * @param task comparisons or searches
   * @param point rate asked for, threshold and counts; of comparisons the lowest score of a mated
   *     one that keeps to the rate
   * @param falseAlarm FMR or FPIR there, 0..1
   * @param miss FNMR or FNIR there, 0..1, over comparisons or searches
   */
  record Point(Task task, ErrorPoint point, Interval falseAlarm, Interval miss) {
    ObjectNode toJson() {
      ObjectNode json = Fields.object().put("task", task.name());
      json.set("point", point.toJson());
      json.set(task.falseAlarm(), falseAlarm.toJson());
      json.set(task.miss(), miss.toJson());
      return json;
    }
  }

  /**
   * A rate that the data says too little about.
   *
   * @param trials there are
   * @param needed there would have to be
   */
  record Unsupported(Task task, double rate, long trials, long needed) {
    ObjectNode toJson() {
      return Fields.object()
          .put("task", task.name())
          .put("rate", rate)
          .put("trials", trials)
          .put("needed", needed);
    }
  }

  static OperatingPoints of(JudgedModel judged, HeldOutPeople people, Conditions conditions) {
    OperatingPoints found =
        new OperatingPoints(
            judged.name(),
            new ArrayList<>(),
            new ArrayList<>(),
            judged.verification().curves().roc());
    found.verification(judged, people, conditions);
    judged.identification().errors().at().forEach(at -> found.search(at, conditions));
    return found;
  }

  private void verification(JudgedModel judged, HeldOutPeople people, Conditions conditions) {
    List<OpenSetResult.AtFar> supported = new ArrayList<>();
    for (double fmr : conditions.fmrs()) {
      OpenSetResult.AtFar at = judged.at(fmr);
      if (supported(Task.VERIFICATION, fmr, at.point().impostors())) {
        supported.add(at);
      }
    }
    List<PerIdentity> matches = falseMatches(judged, people, supported);
    for (int n = 0; n < supported.size(); n++) {
      points.add(comparison(supported.get(n), matches.get(n), conditions));
    }
  }

  private boolean supported(Task task, double rate, long trials) {
    boolean supported = Conditions.supports(trials, rate);
    if (!supported) {
      unsupported.add(new Unsupported(task, rate, trials, Conditions.needed(rate)));
    }
    return supported;
  }

  /** Distractors are compared with probes, not among themselves, as the open set has it. */
  private static List<PerIdentity> falseMatches(
      JudgedModel judged, HeldOutPeople people, List<OpenSetResult.AtFar> at) {
    int probes = people.probes().size();
    return FalseMatches.of(
        judged.model().images(),
        people.people(),
        (one, other) -> one < probes || other < probes,
        at.stream().mapToDouble(a -> a.point().threshold()).toArray());
  }

  private static Point comparison(
      OpenSetResult.AtFar at, PerIdentity falseMatches, Conditions conditions) {
    OperatingPoint point = at.point();
    PerIdentity refused = at.accepted().complement();
    double misses = refused.average(Averaging.PAIRS) * refused.pairs();
    return new Point(
        Task.VERIFICATION,
        new ErrorPoint(
            point.far(),
            point.threshold(),
            Math.round(misses),
            refused.pairs(),
            point.falseAccepts(),
            point.impostors()),
        DyadicInterval.rate(falseMatches),
        conditions.bootstrap().interval(refused, Averaging.PAIRS));
  }

  private void search(ErrorRates.AtRate at, Conditions conditions) {
    ErrorPoint point = at.point();
    if (supported(Task.IDENTIFICATION, point.rate(), point.nonMated())) {
      points.add(
          new Point(
              Task.IDENTIFICATION,
              point,
              wilson(point.falseAlarms(), point.nonMated()),
              conditions.bootstrap().interval(at.missed(), Averaging.PAIRS)));
    }
  }

  /** Wilson's score interval, JASA 22, 1927: searches are independent, given the gallery. */
  private static Interval wilson(long alarms, long searches) {
    ConfidenceInterval interval =
        new WilsonScoreInterval()
            .createInterval(Math.toIntExact(searches), Math.toIntExact(alarms), 0.95);
    return new Interval(
        (double) alarms / searches, interval.getLowerBound(), interval.getUpperBound());
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("model", model);
    points.forEach(point -> json.withArray("points").add(point.toJson()));
    json.putArray("unsupported");
    unsupported.forEach(left -> json.withArray("unsupported").add(left.toJson()));
    return json;
  }
}
