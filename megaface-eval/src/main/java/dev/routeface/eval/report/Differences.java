package dev.routeface.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.metric.Interval;
import dev.routeface.eval.protocol.Measure;
import dev.routeface.eval.protocol.Result;
import dev.routeface.eval.report.Comparison.Subject;
import dev.routeface.eval.report.IntervalPlot.Bar;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What single models differ in, measure by measure: each difference is taken person by person over
 * the same pairs, and its interval resamples people, so what is hard for both models cancels.
 *
 * @param rows by pair, averaging and measure
 * @param bootstrap that made the intervals
 */
public record Differences(List<Row> rows, IdentityBootstrap bootstrap) {
  /** A model and what it is held against. */
  public record Pair(String model, String baseline) {}

  /**
   * One measure of one pair.
   *
   * @param supported false where the data are too few for the measure to mean much
   * @param model its rate, 0..1
   * @param baseline its rate, 0..1
   * @param difference model minus baseline
   */
  public record Row(
      Pair pair,
      Averaging averaging,
      String measure,
      boolean supported,
      double model,
      double baseline,
      Interval difference) {}

  public Differences {
    rows = List.copyOf(rows);
  }

  /**
   * Compares.
   *
   * @param baseline name of the model that all others are held against; empty to hold every model
   *     against every one before it
   * @throws BadDataException if no two of them share a measure, or their results count different
   *     pairs
   */
  public static Differences of(
      List<ModelRow> models, Optional<String> baseline, IdentityBootstrap bootstrap) {
    List<Row> rows = new ArrayList<>();
    for (int m = 0; m < models.size(); m++) {
      for (int b = 0; b < models.size(); b++) {
        if (baseline.isEmpty() ? b < m : b != m && models.get(b).name().equals(baseline.get())) {
          rows.addAll(rows(models.get(m), models.get(b), bootstrap));
        }
      }
    }
    if (rows.isEmpty()) {
      throw new BadDataException(
          "expected models with a measure in common, found none among "
              + String.join(", ", models.stream().map(ModelRow::name).toList()));
    }
    return new Differences(rows, bootstrap);
  }

  private static List<Row> rows(ModelRow model, ModelRow baseline, IdentityBootstrap bootstrap) {
    Pair pair = new Pair(model.name(), baseline.name());
    Map<Key, Measure> known = measures(baseline);
    List<Row> rows = new ArrayList<>();
    for (Averaging averaging : Averaging.values()) {
      measures(model)
          .forEach(
              (key, measure) -> {
                if (known.containsKey(key)) {
                  rows.add(row(pair, averaging, measure, known.get(key), bootstrap));
                }
              });
    }
    return rows;
  }

  /** Measures of one name may stand in several results. */
  private record Key(Subject subject, String measure) {}

  private static Map<Key, Measure> measures(ModelRow model) {
    Map<Key, Measure> measures = new LinkedHashMap<>();
    for (Result result : model.results()) {
      Subject subject = Subject.of(result);
      result.measures().forEach(m -> measures.put(new Key(subject, m.name()), m));
    }
    return measures;
  }

  private static Row row(
      Pair pair,
      Averaging averaging,
      Measure model,
      Measure baseline,
      IdentityBootstrap bootstrap) {
    try {
      return new Row(
          pair,
          averaging,
          model.name(),
          model.supported() && baseline.supported(),
          model.values().average(averaging),
          baseline.values().average(averaging),
          bootstrap.difference(List.of(model.values()), List.of(baseline.values()), averaging));
    } catch (IllegalArgumentException e) {
      throw new BadDataException(
          "%s against %s, %s: %s"
              .formatted(pair.model(), pair.baseline(), model.name(), e.getMessage()),
          e);
    }
  }

  /** A table for each way to average, then a plot for each measure. */
  public List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    sections.add(table(Averaging.IDENTITIES));
    sections.add(table(Averaging.PAIRS));
    byMeasure(Averaging.IDENTITIES)
        .forEach((measure, compared) -> sections.add(plot(measure, compared, sections.size() - 1)));
    return sections;
  }

  private Map<String, List<Row>> byMeasure(Averaging averaging) {
    Map<String, List<Row>> measures = new LinkedHashMap<>();
    rows.stream()
        .filter(row -> row.averaging() == averaging)
        .forEach(row -> measures.computeIfAbsent(row.measure(), m -> new ArrayList<>()).add(row));
    return measures;
  }

  private Table table(Averaging averaging) {
    String mean = averaging == Averaging.PAIRS ? "pairs" : "people";
    return new Table(
        "Differences, model minus baseline, mean over %s: rates in percent, differences in percentage points with paired 95 %% intervals from %s resamples of the probe identities. Of intervals between equal models one in twenty excludes 0 by chance; noise between training seeds is in none."
            .formatted(mean, Numbers.count(bootstrap.resamples())),
        List.of(
            "measure", "model", "baseline", "model, %", "baseline, %", "difference", "excludes 0"),
        byMeasure(averaging).values().stream()
            .flatMap(List::stream)
            .map(Differences::cells)
            .toList());
  }

  private static List<String> cells(Row row) {
    String difference = Numbers.points(row.difference());
    return List.of(
        row.measure(),
        row.pair().model(),
        row.pair().baseline(),
        Numbers.percent(row.model()),
        Numbers.percent(row.baseline()),
        row.supported() ? difference : difference.replace(" [", "* ["),
        row.difference().excludesZero() ? "yes" : "no");
  }

  private static Figure plot(String measure, List<Row> compared, int number) {
    List<Bar> bars = compared.stream().map(Differences::bar).toList();
    String axis = measure + ": difference, percentage points";
    return new Figure(
        "difference-" + number,
        measure
            + ": model minus baseline, mean over people, with paired 95 % intervals; a filled dot"
            + " where the interval excludes 0.",
        compared.stream()
            .map(row -> "%s %s".formatted(name(row), Numbers.points(row.difference())))
            .collect(Collectors.joining("; ", axis + ". ", ".")),
        new IntervalPlot(axis, bars).png());
  }

  private static Bar bar(Row row) {
    Interval shares = row.difference();
    return new Bar(
        name(row), new Interval(100 * shares.estimate(), 100 * shares.low(), 100 * shares.high()));
  }

  private static String name(Row row) {
    return "%s minus %s".formatted(row.pair().model(), row.pair().baseline());
  }

  /** The same as numbers, rates and differences as shares of one. */
  public ArrayNode toJson() {
    ArrayNode json = Fields.MAPPER.createArrayNode();
    for (Row row : rows) {
      json.addObject()
          .put("measure", row.measure())
          .put("model", row.pair().model())
          .put("baseline", row.pair().baseline())
          .put("averaging", row.averaging().name().toLowerCase(Locale.ROOT))
          .put("supported", row.supported())
          .put("modelRate", row.model())
          .put("baselineRate", row.baseline())
          .set("difference", row.difference().toJson());
    }
    return json;
  }
}
