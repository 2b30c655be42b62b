package dev.routeface.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.metric.PairAccuracy;
import dev.routeface.eval.protocol.Measure;
import dev.routeface.eval.protocol.OpenSetResult;
import dev.routeface.eval.protocol.PairResult;
import dev.routeface.eval.protocol.Result;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The tables of figures that every report has, one row per model. */
record ResultTables(List<ModelRow> models, IdentityBootstrap bootstrap) {
  private static final String UNSUPPORTED =
      " An asterisk marks a rate with fewer than 10 expected false accepts: too few to rely on.";

  List<Table> all() {
    return Stream.of(figures(Averaging.IDENTITIES), figures(Averaging.PAIRS), folds(), compared())
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  private Table figures(Averaging averaging) {
    List<String> facts = factColumns(averaging);
    List<String> measures = columns(row -> row.measures().stream().map(Measure::name));
    List<String> header = new ArrayList<>(List.of("model"));
    header.addAll(facts);
    header.addAll(measures);
    List<List<String>> rows = new ArrayList<>();
    for (ModelRow model : models) {
      List<String> row = new ArrayList<>(List.of(model.name()));
      facts.forEach(name -> row.add(fact(model.facts().path(name))));
      measures.forEach(name -> row.add(figure(model, name, averaging)));
      rows.add(row);
    }
    return new Table(caption(averaging), header, rows);
  }

  private String caption(Averaging averaging) {
    String mean =
        switch (averaging) {
          case IDENTITIES -> "Mean over people: every person counts once.";
          case PAIRS -> "Mean over pairs: every pair counts once.";
        };
    String figures =
        "Percent, with 95 %% intervals from %s resamples of the probe identities."
            .formatted(Numbers.count(bootstrap.resamples()));
    boolean unsupported =
        models.stream().flatMap(m -> m.measures().stream()).anyMatch(m -> !m.supported());
    return mean + " " + figures + (unsupported ? UNSUPPORTED : "");
  }

  /** Once is enough. */
  private List<String> factColumns(Averaging averaging) {
    return averaging == Averaging.IDENTITIES ? columns(row -> factNames(row).stream()) : List.of();
  }

  private List<String> columns(Function<ModelRow, Stream<String>> names) {
    Set<String> columns = new LinkedHashSet<>();
    models.stream().flatMap(names).forEach(columns::add);
    return List.copyOf(columns);
  }

  private static List<String> factNames(ModelRow model) {
    List<String> names = new ArrayList<>();
    model.facts().fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String fact(JsonNode value) {
    return value.isMissingNode() ? Numbers.NONE : Numbers.fact(value);
  }

  private String figure(ModelRow model, String name, Averaging averaging) {
    return model.measures().stream()
        .filter(measure -> measure.name().equals(name))
        .map(measure -> figure(measure, averaging))
        .findFirst()
        .orElse(Numbers.NONE);
  }

  private String figure(Measure measure, Averaging averaging) {
    String figure = Numbers.percent(bootstrap.interval(measure.values(), averaging));
    return measure.supported() ? figure : figure.replace(" [", "* [");
  }

  /** Cross-validated accuracy has a spread of its own. */
  private Table folds() {
    List<List<String>> rows = new ArrayList<>();
    for (ModelRow model : models) {
      for (Result result : model.results()) {
        if (result instanceof PairResult pairs) {
          PairAccuracy accuracy = pairs.accuracy();
          rows.add(
              List.of(
                  model.name(),
                  String.valueOf(accuracy.folds().size()),
                  Numbers.percent(accuracy.mean()),
                  Numbers.percent(accuracy.std())));
        }
      }
    }
    return new Table(
        "Pair accuracy by folds, in percent: squared L2 strictly below a threshold that was chosen"
            + " on the other folds from 0 to 4 in steps of 0.01; standard deviation over the folds.",
        List.of("model", "folds", "mean", "std"),
        rows);
  }

  /** What was compared is the same for all models, so once is enough. */
  private Table compared() {
    List<List<String>> rows = new ArrayList<>();
    models.stream()
        .flatMap(model -> model.results().stream())
        .filter(OpenSetResult.class::isInstance)
        .map(OpenSetResult.class::cast)
        .findFirst()
        .ifPresent(result -> rows.add(counts(result)));
    return new Table(
        "What the open set compared. A probe identity with one image has no mate and serves as an"
            + " impostor only.",
        List.of(
            "probe images",
            "identities with mates",
            "without mates",
            "ordered pairs",
            "distractors",
            "impostor pairs"),
        rows);
  }

  private static List<String> counts(OpenSetResult result) {
    long pairs = result.rank1().isEmpty() ? 0 : result.rank1().get(0).hits().pairs();
    OpenSetResult.Counts counts = result.counts();
    return LongStream.of(
            counts.probes(),
            counts.identities(),
            counts.mateless(),
            pairs,
            counts.distractors(),
            counts.impostors())
        .mapToObj(Numbers::count)
        .toList();
  }
}
