package dev.routeface.eval.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.protocol.Result;
import dev.routeface.eval.report.ComparisonTable;
import dev.routeface.eval.report.Figure;
import dev.routeface.eval.report.LinePlot;
import dev.routeface.eval.report.ModelRow;
import dev.routeface.eval.report.Report;
import dev.routeface.eval.report.Section;
import dev.routeface.eval.report.Table;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Cost;
import dev.routeface.sdk.train.Origin;
import dev.routeface.sdk.train.Run;
import dev.routeface.sdk.train.RunLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A study's outcome as a report: one row per network, then what the methods differ in. */
final class StudyReport {
  private static final long BOOTSTRAP_SEED = 1;

  private final Study study;
  private final Outcome outcome;
  private final IdentityBootstrap bootstrap;

  private StudyReport(Study study, Outcome outcome) {
    this.study = study;
    this.outcome = outcome;
    this.bootstrap = new IdentityBootstrap(study.resamples(), BOOTSTRAP_SEED);
  }

  static Report of(Study study, Outcome outcome, Origin origin) {
    return new StudyReport(study, outcome).report(origin);
  }

  private Report report(Origin origin) {
    ObjectNode provenance = Fields.object().put("command", origin.command());
    provenance.put("revision", origin.revision()).put("question", study.about());
    provenance.put("teacherRecipe", study.teacher().sha256());
    study
        .methods()
        .forEach(m -> provenance.withObject("/recipes").put(m.name(), m.recipe().sha256()));
    study.seeds().forEach(provenance.withArray("seeds")::add);
    var platform = Origin.platform();
    provenance.put("java", platform.java()).put("system", platform.system());
    provenance.put("engine", platform.engine());
    return new Report(study.about(), provenance, bootstrap, rows(), sections());
  }

  /** The first seed stands for a method in tables and plots of single networks. */
  private List<ModelRow> rows() {
    List<ModelRow> rows = new ArrayList<>();
    outcome
        .closed()
        .ifPresent(
            result -> rows.add(new ModelRow("closed teacher", Fields.object(), List.of(result))));
    rows.add(row("teacher", study.teacher().training().learningRate().base(), outcome.teacher()));
    outcome.methods().forEach(m -> rows.add(row(m.method().name(), m.rate(), m.runs().get(0))));
    return rows;
  }

  private static ModelRow row(String name, double rate, Outcome.Judged judged) {
    Cost cost = Cost.of(judged.run().recipe().architecture().network());
    ObjectNode facts = Fields.object().put("parameters", cost.parameters());
    facts.put("MMACs", Math.round(cost.macs() / 1e5) / 10.0);
    if (Double.isFinite(judged.mimic())) {
      facts.put("mimic loss", Math.round(judged.mimic() * 1e4) / 1e4);
    }
    facts.put("learning rate", rate);
    facts.put("minutes", Math.round(judged.run().seconds() / 6) / 10.0);
    return new ModelRow(name, facts, List.of(judged.result()));
  }

  private List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    sections.add(summary());
    Outcome.MethodOutcome baseline = baseline();
    for (Outcome.MethodOutcome method : outcome.methods()) {
      if (method != baseline) {
        sections.add(
            ComparisonTable.of(runs(method), runs(baseline), bootstrap, Averaging.IDENTITIES)
                .table());
      }
    }
    if (!study.tuning().rates().isEmpty()) {
      sections.add(tuning());
    }
    sections.add(route());
    sections.add(curves());
    return sections;
  }

  private Outcome.MethodOutcome baseline() {
    return outcome.methods().stream()
        .filter(m -> m.method().name().equals(study.baseline()))
        .findFirst()
        .orElseThrow();
  }

  private static ComparisonTable.Runs runs(Outcome.MethodOutcome method) {
    return new ComparisonTable.Runs(
        method.method().name(), method.runs().stream().map(run -> (Result) run.result()).toList());
  }

  /** Means over seeds, with the spread between them. */
  private Table summary() {
    List<String> header = new ArrayList<>(List.of("method", "learning rate", "mimic loss"));
    outcome.teacher().result().measures().forEach(measure -> header.add(measure.name()));
    return new Table(
        "Mean over the runs of seeds %s, in brackets the lowest and the highest; rates in percent, every"
                .formatted(
                    study.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")))
            + " person counts once. Mimic loss: mean squared distance of unit embeddings to the"
            + " converged teacher's, on the test probes.",
        header,
        outcome.methods().stream().map(StudyReport::summary).toList());
  }

  private static List<String> summary(Outcome.MethodOutcome method) {
    List<String> row = new ArrayList<>();
    row.add(method.method().name());
    row.add(String.valueOf(method.rate()));
    row.add(spread("%.4f", method.runs().stream().mapToDouble(Outcome.Judged::mimic).toArray()));
    int measures = method.runs().get(0).result().measures().size();
    for (int n = 0; n < measures; n++) {
      row.add(spread("%.2f", percents(method, n)));
    }
    return row;
  }

  private static double[] percents(Outcome.MethodOutcome method, int measure) {
    return method.runs().stream()
        .map(run -> run.result().measures().get(measure).values())
        .mapToDouble(values -> 100 * values.average(Averaging.IDENTITIES))
        .toArray();
  }

  private static String spread(String format, double[] values) {
    DoubleSummaryStatistics all = Arrays.stream(values).summaryStatistics();
    String mean = String.format(Locale.ROOT, format, all.getAverage());
    String range = " [" + format + ", " + format + "]";
    return values.length == 1
        ? mean
        : mean + String.format(Locale.ROOT, range, all.getMin(), all.getMax());
  }

  private Table tuning() {
    List<String> header = new ArrayList<>(List.of("method"));
    study.tuning().rates().forEach(rate -> header.add(String.valueOf(rate)));
    header.add("chosen");
    List<List<String>> rows = new ArrayList<>();
    for (Outcome.MethodOutcome method : outcome.methods()) {
      List<String> row = new ArrayList<>(List.of(method.method().name()));
      method.trials().forEach(t -> row.add(String.format(Locale.ROOT, "%.2f", 100 * t.rank1())));
      row.add(String.valueOf(method.rate()));
      rows.add(row);
    }
    return new Table(
        ("Learning rates tried for every method, one run each under seed %d: rank-1 at %d"
                + " distractors on validation people, in percent.")
            .formatted(study.tuning().seed(), study.tuning().judgement().sizes().get(0)),
        header,
        rows);
  }

  private Figure route() {
    return RoutePicture.of(outcome.teacher().run().route().orElseThrow()).orElseThrow();
  }

  private Figure curves() {
    List<LinePlot.Line> lines = new ArrayList<>();
    for (Outcome.MethodOutcome method : outcome.methods()) {
      Run run = method.runs().get(0).run();
      double[] losses =
          RunLog.read(run.log(), "epoch").stream()
              .filter(line -> line.has("heldOutMimic"))
              .mapToDouble(line -> line.get("heldOutMimic").asDouble())
              .toArray();
      if (losses.length > 0) {
        lines.add(line(method.method().name(), losses));
      }
    }
    LinePlot plot =
        new LinePlot(
            LinePlot.Axis.linear("epoch"), LinePlot.Axis.linear("held-out mimic loss"), lines);
    return new Figure(
        "training",
        "Distance to the converged teacher on held-out people while the students train, first seed.",
        "Held-out mimic loss by epoch, one line per method.",
        plot.png());
  }

  static LinePlot.Line line(String name, double[] values) {
    return new LinePlot.Line(
        name,
        IntStream.range(0, values.length)
            .mapToObj(i -> new LinePlot.Point(i + 1, values[i]))
            .toList());
  }
}
