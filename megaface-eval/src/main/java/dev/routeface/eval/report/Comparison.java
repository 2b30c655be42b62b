package dev.routeface.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.protocol.Measure;
import dev.routeface.eval.protocol.Result;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The models of several reports, under names that tell them apart.
 *
 * @param reports in the order given
 * @param models in reading order
 */
public record Comparison(List<KeptReport> reports, List<ModelRow> models) {
  /** Kind and set: what two models must agree on before their protocols are held side by side. */
  record Subject(Class<?> kind, String set) {
    static Subject of(Result result) {
      return new Subject(result.getClass(), result.set());
    }
  }

  public Comparison {
    reports = List.copyOf(reports);
    models = List.copyOf(models);
  }

  /**
   * Puts reports together. A model whose name stands in two of them is called after its report too.
   *
   * @throws BadDataException naming both files and both protocols, if results of one kind and set
   *     judge different data; or if there are fewer than two models
   */
  public static Comparison of(List<KeptReport> reports) {
    requireSameData(reports);
    List<ModelRow> models = new ArrayList<>();
    for (KeptReport report : reports) {
      for (ModelRow model : report.models()) {
        models.add(new ModelRow(name(model, report, reports), model.facts(), model.results()));
      }
    }
    if (models.size() < 2) {
      throw new BadDataException(
          "expected at least 2 models to compare, found %d in %s"
              .formatted(models.size(), reports.get(0).file()));
    }
    return new Comparison(reports, models);
  }

  private record Judged(KeptReport report, Result result) {}

  private static void requireSameData(List<KeptReport> reports) {
    Map<Subject, Judged> first = new HashMap<>();
    for (KeptReport report : reports) {
      for (ModelRow model : report.models()) {
        for (Result result : model.results()) {
          Judged here = new Judged(report, result);
          Judged there = first.putIfAbsent(Subject.of(result), here);
          if (there != null && !there.result().protocol().equals(result.protocol())) {
            throw otherData(result.set(), there, here);
          }
        }
      }
    }
  }

  private static BadDataException otherData(String set, Judged one, Judged other) {
    return new BadDataException(
        "expected reports of the same data, found for \"%s\" in %s: %s, and in %s: %s; %s"
            .formatted(
                set,
                one.report().file(),
                one.result().protocol(),
                other.report().file(),
                other.result().protocol(),
                difference(measures(one.result()), measures(other.result()))));
  }

  /** Measures are called after sizes, sets and rates, so their names say where lists differ. */
  private static String difference(List<String> one, List<String> other) {
    return one.equals(other)
        ? "both report the same sizes, sets and rates, so the images or their lists differ"
        : "the first alone has %s, the second alone %s"
            .formatted(without(one, other), without(other, one));
  }

  private static List<String> measures(Result result) {
    return result.measures().stream().map(Measure::name).toList();
  }

  private static String without(List<String> names, List<String> others) {
    List<String> alone = names.stream().filter(name -> !others.contains(name)).toList();
    return alone.isEmpty() ? "nothing" : String.join(", ", alone);
  }

  private static String name(ModelRow model, KeptReport report, List<KeptReport> reports) {
    long sharing =
        reports.stream()
            .flatMap(other -> other.models().stream())
            .filter(other -> other.name().equals(model.name()))
            .count();
    return sharing == 1 ? model.name() : "%s (%s)".formatted(model.name(), label(report, reports));
  }

  private static String label(KeptReport report, List<KeptReport> reports) {
    long sharing = reports.stream().filter(r -> r.label().equals(report.label())).count();
    return sharing == 1 ? report.label() : report.file().toString();
  }

  /** What was compared: every report's label, digest, headline and own provenance. */
  public ArrayNode provenance() {
    ArrayNode json = Fields.MAPPER.createArrayNode();
    for (KeptReport report : reports) {
      ObjectNode one = json.addObject().put("report", label(report, reports));
      one.put("sha256", report.sha256()).put("title", report.title());
      report.models().forEach(model -> one.withArray("models").add(model.name()));
      one.set("provenance", report.provenance());
    }
    return json;
  }
}
