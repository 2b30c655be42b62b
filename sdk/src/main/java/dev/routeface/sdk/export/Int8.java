package dev.routeface.sdk.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.onnx.ExportedGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What became of a network in bytes.
 *
 * @param graph the outcome
 * @param agreement of its embeddings with those in float, on the faces held apart
 * @param alone what every layer costs by itself, the worst first; empty where all layers in bytes
 *     were good enough at once
 * @param steps the way there: all in bytes first, then one more layer in float at a time
 */
public record Int8(
    ExportedGraph graph, Agreement agreement, List<LayerCost> alone, List<Step> steps) {
  /**
   * One layer in bytes and all others in float.
   *
   * @param layer its name
   * @param mean mean cosine to the embeddings in float
   */
  public record LayerCost(String layer, double mean) {}

  /**
   * One layer more in float.
   *
   * @param layer its name; empty for the start
   * @param agreement of the embeddings after it
   */
  public record Step(String layer, Agreement agreement) {}

  public Int8 {
    alone = List.copyOf(alone);
    steps = List.copyOf(steps);
  }

  /** Names of the layers that stayed in float, in the order in which they were put back. */
  public List<String> inFloat() {
    return steps.stream().skip(1).map(Step::layer).toList();
  }

  /** The lines of a table for people: what was put back, why, and what that gave. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(line("all in bytes", "", steps.get(0).agreement()));
    for (int i = 1; i < steps.size(); i++) {
      Step step = steps.get(i);
      String cost = String.format(Locale.ROOT, "%.5f", alone.get(i - 1).mean());
      lines.add(line(step.layer() + " in float", cost, step.agreement()));
    }
    return lines;
  }

  private static String line(String what, String alone, Agreement reached) {
    return String.format(
        Locale.ROOT, "%-36s %8s %8.5f %8.5f", what, alone, reached.mean(), reached.low());
  }

  /** Everything that was measured. */
  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    json.put("heldApart", agreement.faces());
    json.put("meanCosine", agreement.mean()).put("lowCosine", agreement.low());
    ArrayNode costs = json.putArray("alone");
    alone.forEach(l -> costs.addObject().put("layer", l.layer()).put("meanCosine", l.mean()));
    ArrayNode way = json.putArray("steps");
    for (Step step : steps) {
      way.addObject()
          .put("inFloat", step.layer())
          .put("meanCosine", step.agreement().mean())
          .put("lowCosine", step.agreement().low());
    }
    return json;
  }
}
