package dev.routeface.eval.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.PairAccuracy;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * What labelled pairs found about one model.
 *
 * @param protocol kind and digests of the data
 * @param accuracy by fold
 * @param right pairs judged right, each at its fold's threshold; a pair of two people is counted
 *     under the first, as the subsets bootstrap does
 * @param errors FNMR at FMR
 */
public record PairResult(
    String protocol, PairAccuracy accuracy, PerIdentity right, ErrorRates errors)
    implements Result {
  static final String KIND = "pairs";

  @Override
  public String set() {
    return errors.set();
  }

  @Override
  public List<Measure> measures() {
    List<Measure> measures = new ArrayList<>();
    measures.add(new Measure(set() + ": pair accuracy", right, true));
    measures.addAll(Measure.of(errors));
    return measures;
  }

  @Override
  public List<ErrorRates> tradeoffs() {
    return List.of(errors);
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("kind", KIND).put("protocol", protocol);
    json.set("accuracy", accuracy.toJson());
    json.set("right", right.toJson());
    json.set("errors", errors.toJson());
    return json;
  }

  static PairResult of(Fields fields) {
    return new PairResult(
        fields.text("protocol"),
        fields.object("accuracy", PairAccuracy::of),
        fields.object("right", PerIdentity::of),
        fields.object("errors", ErrorRates::of));
  }
}
