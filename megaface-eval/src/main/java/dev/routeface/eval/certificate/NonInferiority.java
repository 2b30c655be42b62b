package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.Interval;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.models.io.Fields;

/**
 * Whether a rate is no worse by more than a margin: the one-sided 95 % lower bound of the
 * difference must lie above minus the margin. Fewer people make the bound fall where models differ
 * at all; {@link HeldOutPeople#requireEnough} refuses those who are too few for it to say anything.
 *
 * @param difference new rate minus reference
 * @param lowerBound one-sided 95 % lower bound of the difference
 * @param margin above 0
 */
record NonInferiority(Interval difference, double lowerBound, double margin) {
  /** Every person counts once; people are resampled, the same for both rates. */
  static NonInferiority of(PerIdentity reference, PerIdentity rate, Conditions conditions) {
    PerIdentity difference = rate.minus(reference);
    return new NonInferiority(
        conditions.bootstrap().interval(difference, Averaging.IDENTITIES),
        conditions.bootstrap().lowerBound(difference, Averaging.IDENTITIES),
        conditions.margin());
  }

  boolean passed() {
    return lowerBound > -margin;
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("passed", passed());
    json.set("difference", difference.toJson());
    return json.put("lowerBound", lowerBound).put("margin", margin);
  }
}
