package dev.routeface.eval.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.PairAccuracy;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.models.io.Fields;
import java.util.List;

/**
 * What labelled pairs found about one model.
 *
 * @param protocol kind and digests of the data
 * @param accuracy by fold
 * @param right pairs judged right, each at its fold's threshold; a pair of two people is counted
 *     under the first, as the subsets bootstrap does
 */
public record PairResult(String protocol, PairAccuracy accuracy, PerIdentity right)
    implements Result {
  static final String KIND = "pairs";

  @Override
  public List<Measure> measures() {
    return List.of(new Measure("pair accuracy", right, true));
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("kind", KIND).put("protocol", protocol);
    json.set("accuracy", accuracy.toJson());
    json.set("right", right.toJson());
    return json;
  }

  static PairResult of(Fields fields) {
    return new PairResult(
        fields.text("protocol"),
        fields.object("accuracy", PairAccuracy::of),
        fields.object("right", PerIdentity::of));
  }
}
