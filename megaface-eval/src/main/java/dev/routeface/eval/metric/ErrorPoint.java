package dev.routeface.eval.metric;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;

/**
 * Both errors of a system that answers "yes" at {@code score >= threshold}, at a threshold that was
 * chosen for one of them.
 *
 * @param rate share of false alarms asked for, above 0 and at most 1
 * @param threshold lowest that keeps to it
 * @param misses mated trials below the threshold, failed ones included
 * @param mated mated trials
 * @param falseAlarms non-mated trials at or above it, at most {@code rate * nonMated}
 * @param nonMated non-mated trials
 */
public record ErrorPoint(
    double rate, double threshold, long misses, long mated, long falseAlarms, long nonMated) {
  /** Share of mated trials missed, 0..1: FNMR or FNIR. */
  public double miss() {
    return (double) misses / mated;
  }

  /** Share of non-mated trials that raise a false alarm, 0..1: FMR or FPIR. */
  public double falseAlarm() {
    return (double) falseAlarms / nonMated;
  }

  /** Whether there are non-mated trials enough: at least 10 expected false alarms. */
  public boolean supported() {
    return rate * nonMated >= OperatingPoint.ENOUGH;
  }

  public ObjectNode toJson() {
    return Fields.object()
        .put("rate", rate)
        .put("threshold", threshold)
        .put("misses", misses)
        .put("mated", mated)
        .put("falseAlarms", falseAlarms)
        .put("nonMated", nonMated);
  }

  public static ErrorPoint of(Fields fields) {
    return new ErrorPoint(
        fields.number("rate", 0, 1),
        fields.number("threshold", -OperatingPoint.NOBODY, OperatingPoint.NOBODY),
        fields.wholeLong("misses", 0, Long.MAX_VALUE),
        fields.wholeLong("mated", 1, Long.MAX_VALUE),
        fields.wholeLong("falseAlarms", 0, Long.MAX_VALUE),
        fields.wholeLong("nonMated", 1, Long.MAX_VALUE));
  }
}
