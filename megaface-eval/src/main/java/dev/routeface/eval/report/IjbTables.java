package dev.routeface.eval.report;

import dev.routeface.eval.metric.NearestFar;
import dev.routeface.eval.protocol.IjbVerificationResult;
import java.util.ArrayList;
import java.util.List;

/** The reading of IJB's curves that papers quote, beside the exact one of the main tables. */
record IjbTables(List<ModelRow> models) {
  List<Table> all() {
    List<String> header = new ArrayList<>(List.of("model"));
    List<List<String>> rows = new ArrayList<>();
    for (ModelRow model : models) {
      model.results().stream()
          .filter(IjbVerificationResult.class::isInstance)
          .map(IjbVerificationResult.class::cast)
          .forEach(
              result -> {
                if (header.size() == 1) {
                  result.nearest().forEach(point -> header.add(Numbers.place(point.far())));
                }
                rows.add(row(model, result.nearest()));
              });
    }
    return List.of(
        new Table(
            "IJB 1:1 as InsightFace's scripts read it: true accept rate in percent at the point of"
                + " the curve with the nearest false accept rate, which may be above the one asked"
                + " for; each column is a false accept rate.",
            header,
            rows));
  }

  private static List<String> row(ModelRow model, List<NearestFar> nearest) {
    List<String> row = new ArrayList<>(List.of(model.name()));
    nearest.forEach(point -> row.add(Numbers.percent(point.tar())));
    return row;
  }
}
