package dev.routeface.eval.report;

import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.metric.Interval;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.eval.protocol.Measure;
import dev.routeface.eval.protocol.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A method against a baseline on the same people and the same pairs. Each is the mean of its runs,
 * one per training seed; the interval is paired over identities and does not contain the noise
 * between seeds, which is why every seed's own difference stands beside it.
 *
 * @param method the method and its runs
 * @param baseline the baseline and its runs, seed by seed those of the method
 * @param averaging what counts once
 * @param rows one per measure
 */
public record ComparisonTable(Runs method, Runs baseline, Averaging averaging, List<Row> rows) {
  /**
   * The runs of one recipe.
   *
   * @param name what readers call it
   * @param results one per seed, in the same order for both sides
   */
  public record Runs(String name, List<Result> results) {
    public Runs {
      results = List.copyOf(results);
    }

    private List<PerIdentity> values(int measure) {
      return results.stream().map(result -> result.measures().get(measure).values()).toList();
    }
  }

  /**
   * One measure.
   *
   * @param measure its name
   * @param method mean over the method's runs, 0..1
   * @param baseline mean over the baseline's runs, 0..1
   * @param difference method minus baseline, with its paired interval
   * @param bySeed the difference of each pair of runs
   */
  public record Row(
      String measure, double method, double baseline, Interval difference, List<Double> bySeed) {}

  /**
   * Compares.
   *
   * @throws IllegalArgumentException unless both have as many runs, at least one, all of the same
   *     protocol with the same measures
   */
  public static ComparisonTable of(
      Runs method, Runs baseline, IdentityBootstrap bootstrap, Averaging averaging) {
    requireComparable(method, baseline);
    List<Measure> measures = method.results().get(0).measures();
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < measures.size(); n++) {
      rows.add(
          row(measures.get(n).name(), method.values(n), baseline.values(n), bootstrap, averaging));
    }
    return new ComparisonTable(method, baseline, averaging, rows);
  }

  private static Row row(
      String name,
      List<PerIdentity> method,
      List<PerIdentity> baseline,
      IdentityBootstrap bootstrap,
      Averaging averaging) {
    return new Row(
        name,
        PerIdentity.mean(method).average(averaging),
        PerIdentity.mean(baseline).average(averaging),
        bootstrap.difference(method, baseline, averaging),
        IntStream.range(0, method.size())
            .mapToObj(seed -> method.get(seed).minus(baseline.get(seed)).average(averaging))
            .toList());
  }

  private static void requireComparable(Runs method, Runs baseline) {
    if (method.results().isEmpty() || method.results().size() != baseline.results().size()) {
      throw new IllegalArgumentException(
          "expected as many runs of \"%s\" as of \"%s\" and at least one, found %d and %d"
              .formatted(
                  method.name(),
                  baseline.name(),
                  method.results().size(),
                  baseline.results().size()));
    }
    List<String> kinds =
        Stream.concat(method.results().stream(), baseline.results().stream())
            .map(ComparisonTable::kind)
            .distinct()
            .toList();
    if (kinds.size() > 1) {
      throw new IllegalArgumentException(
          "expected runs judged alike, found " + String.join(" and ", kinds));
    }
  }

  private static String kind(Result result) {
    return result.protocol()
        + result.measures().stream()
            .map(Measure::name)
            .collect(Collectors.joining(", ", " (", ")"));
  }

  /** For a report. */
  public Table table() {
    String caption =
        "%s against %s, mean over %s and over %s, in percent; differences in percentage"
            + " points with paired 95 %% intervals over identities. Noise between seeds is not in"
            + " the intervals: compare the columns by seed.";
    return new Table(
        caption.formatted(
            method.name(),
            baseline.name(),
            averaging == Averaging.PAIRS ? "pairs" : "people",
            method.results().size() == 1 ? "one seed" : method.results().size() + " seeds"),
        List.of("measure", baseline.name(), method.name(), "difference", "by seed"),
        rows.stream().map(ComparisonTable::cells).toList());
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.measure(),
        Numbers.percent(row.baseline()),
        Numbers.percent(row.method()),
        Numbers.points(row.difference()),
        row.bySeed().stream().map(Numbers::points).collect(Collectors.joining(", ")));
  }
}
