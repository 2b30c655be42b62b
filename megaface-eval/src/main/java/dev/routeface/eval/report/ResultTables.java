package dev.routeface.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.metric.PairAccuracy;
import dev.routeface.eval.protocol.IdentificationResult;
import dev.routeface.eval.protocol.Measure;
import dev.routeface.eval.protocol.MegaFaceResult;
import dev.routeface.eval.protocol.OpenSetResult;
import dev.routeface.eval.protocol.PairResult;
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

  private static final String SEARCHED =
      "What was searched. Failures count as errors: an image that cannot be read or embedded is not"
          + " enrolled, a mated search that fails or whose person is not enrolled misses, and a"
          + " non-mated search that fails gives no candidate.";
  private static final List<String> SEARCHED_COLUMNS =
      List.of(
          "model",
          "enrolled",
          "failed to enrol",
          "mated searches",
          "failed",
          "not enrolled",
          "non-mated searches",
          "failed");

  List<Table> all() {
    return Stream.of(
            List.of(
                figures(Averaging.IDENTITIES),
                figures(Averaging.PAIRS),
                folds(),
                compared(),
                searched()),
            new GroupTables(models, bootstrap).all(),
            new IjbTables(models).all())
        .flatMap(List::stream)
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
    return mean + " " + figures + (unsupported ? UNSUPPORTED : "") + lists();
  }

  /** Where MegaFace has several lists. */
  private String lists() {
    return models.stream()
        .flatMap(model -> model.results().stream())
        .filter(MegaFaceResult.class::isInstance)
        .map(MegaFaceResult.class::cast)
        .filter(result -> result.rank1().size() > 1)
        .findFirst()
        .map(
            result ->
                " MegaFace: rank-1 against every list, TPR against the last of them alone, %s."
                    .formatted(result.ratesList()))
        .orElse("");
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

  /** Cross-validated accuracy has a spread of its own; a column for every set. */
  private Table folds() {
    List<String> sets = columns(row -> pairs(row).map(ResultTables::heading));
    List<List<String>> rows = new ArrayList<>();
    if (!sets.isEmpty()) {
      models.forEach(model -> rows.add(accuracies(model, sets)));
    }
    List<String> header = new ArrayList<>(List.of("model"));
    header.addAll(sets);
    return new Table(
        "Pair accuracy by folds, in percent, mean ± standard deviation over the folds: squared L2"
            + " strictly below a threshold that was chosen on the other folds from 0 to 4 in steps"
            + " of 0.01.",
        header,
        rows);
  }

  private static List<String> accuracies(ModelRow model, List<String> sets) {
    List<String> row = new ArrayList<>(List.of(model.name()));
    for (String set : sets) {
      row.add(
          pairs(model)
              .filter(p -> set.equals(heading(p)))
              .map(p -> spread(p.accuracy()))
              .findFirst()
              .orElse(Numbers.NONE));
    }
    return row;
  }

  private static Stream<PairResult> pairs(ModelRow model) {
    return model.results().stream()
        .filter(PairResult.class::isInstance)
        .map(PairResult.class::cast);
  }

  private static String heading(PairResult pairs) {
    return "%s (%d folds)".formatted(pairs.set(), pairs.accuracy().folds().size());
  }

  private static String spread(PairAccuracy accuracy) {
    return Numbers.percent(accuracy.mean()) + " ± " + Numbers.percent(accuracy.std());
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

  /** Failures depend on the model. */
  private Table searched() {
    List<List<String>> rows = new ArrayList<>();
    for (ModelRow model : models) {
      model.results().stream()
          .filter(IdentificationResult.class::isInstance)
          .map(result -> searched(model, ((IdentificationResult) result).counts()))
          .forEach(rows::add);
    }
    return new Table(SEARCHED, SEARCHED_COLUMNS, rows);
  }

  private static List<String> searched(ModelRow model, IdentificationResult.Counts counts) {
    List<String> row = new ArrayList<>(List.of(model.name()));
    LongStream.of(
            counts.enrolled(),
            counts.gallery().failures(),
            counts.mated().images(),
            counts.mated().failures(),
            counts.unenrolled(),
            counts.nonMated().images(),
            counts.nonMated().failures())
        .mapToObj(Numbers::count)
        .forEach(row::add);
    return row;
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
