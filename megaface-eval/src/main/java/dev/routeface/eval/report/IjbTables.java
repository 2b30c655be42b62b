package dev.routeface.eval.report;

import dev.routeface.eval.metric.NearestFar;
import dev.routeface.eval.protocol.IjbVerificationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The reading of IJB's curves that papers quote, beside the exact one of the main tables. */
record IjbTables(List<ModelRow> models) {
  private static final String CAPTION =
      "IJB 1:1 as InsightFace's scripts read it: true accept rate in percent at the point of the"
          + " curve with the nearest false accept rate, which may be above the one asked for; each"
          + " column is a false accept rate.";

  List<Table> all() {
    List<String> header = new ArrayList<>(List.of("model"));
    models.stream()
        .flatMap(IjbTables::results)
        .findFirst()
        .ifPresent(result -> header.addAll(cells(result, p -> Numbers.place(p.far()))));
    List<List<String>> rows = new ArrayList<>();
    for (ModelRow model : models) {
      results(model).forEach(result -> rows.add(row(model, result)));
    }
    return List.of(new Table(CAPTION, header, rows));
  }

  private static Stream<IjbVerificationResult> results(ModelRow model) {
    return model.results().stream()
        .filter(IjbVerificationResult.class::isInstance)
        .map(IjbVerificationResult.class::cast);
  }

  private static List<String> row(ModelRow model, IjbVerificationResult result) {
    List<String> row = new ArrayList<>(List.of(model.name()));
    row.addAll(cells(result, point -> Numbers.percent(point.tar())));
    return row;
  }

  private static List<String> cells(
      IjbVerificationResult result, Function<NearestFar, String> text) {
    return result.nearest().stream().map(text).toList();
  }
}
