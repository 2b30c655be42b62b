package dev.routeface.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.protocol.Measure;
import dev.routeface.eval.protocol.Result;
import java.util.List;

/**
 * One model of a report.
 *
 * @param name what readers call it
 * @param facts columns besides the figures, in order: numbers or texts, for instance {@code
 *     parameters}, {@code MACs}, {@code minutes}
 * @param results at most one per kind and set
 */
public record ModelRow(String name, ObjectNode facts, List<Result> results) {
  public ModelRow {
    facts = facts.deepCopy();
    results = List.copyOf(results);
  }

  List<Measure> measures() {
    return results.stream().flatMap(result -> result.measures().stream()).toList();
  }
}
