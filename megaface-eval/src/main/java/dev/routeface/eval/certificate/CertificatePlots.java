package dev.routeface.eval.certificate;

import dev.routeface.eval.metric.Interval;
import dev.routeface.eval.metric.OperatingPoint;
import dev.routeface.eval.report.Figure;
import dev.routeface.eval.report.IntervalPlot;
import dev.routeface.eval.report.LinePlot;
import dev.routeface.eval.report.LinePlot.Axis;
import dev.routeface.eval.report.LinePlot.Line;
import dev.routeface.eval.report.LinePlot.Point;
import dev.routeface.eval.report.Numbers;
import dev.routeface.eval.report.PlotFigure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The plots of a certificate. */
record CertificatePlots(Certificate certificate) {
  /** A rate in percent to three digits: FMR may be a millionth. */
  static String percent(double rate) {
    return rate == 0 ? "0" : String.format(Locale.ROOT, "%.3g", 100 * rate);
  }

  /** {@code 0.100 [0.0871, 0.115]}. */
  static String rate(Interval rate) {
    return "%s [%s, %s]"
        .formatted(percent(rate.estimate()), percent(rate.low()), percent(rate.high()));
  }

  Figure differences() {
    List<IntervalPlot.Bar> bars = new ArrayList<>();
    for (CompressionGate gate : certificate.findings().gates()) {
      for (Check check : gate.checks()) {
        bars.add(bar(gate.to() + ", " + check.figure(), check.difference()));
      }
    }
    return intervals(
        "differences",
        "What replacing costs, with paired 95 % intervals; filled where the interval excludes 0.",
        "difference, percentage points",
        bars);
  }

  private static IntervalPlot.Bar bar(String name, Interval rate) {
    return new IntervalPlot.Bar(
        name, new Interval(100 * rate.estimate(), 100 * rate.low(), 100 * rate.high()));
  }

  private static Figure intervals(
      String name, String caption, String axis, List<IntervalPlot.Bar> bars) {
    String words =
        bars.stream()
            .map(bar -> "%s %.2f".formatted(bar.name(), bar.interval().estimate()))
            .collect(Collectors.joining("; ", axis + ". ", "."));
    return new Figure(name, caption, words, new IntervalPlot(axis, bars).png());
  }

  /** DET of both, as far as supported, and the misses at the operating points. */
  List<Figure> errors() {
    List<Figure> figures = new ArrayList<>();
    List<Line> det =
        certificate.findings().points().stream()
            .map(model -> line(model.model(), model.curve()))
            .filter(line -> !line.points().isEmpty())
            .toList();
    if (!det.isEmpty()) {
      figures.add(
          PlotFigure.of(
              "det",
              "Detection error tradeoff before and after: FNMR against FMR; a rate of 0 has no place"
                  + " on a logarithmic axis.",
              new LinePlot(Axis.logarithmic("FMR"), Axis.logarithmic("FNMR"), det)));
    }
    List<IntervalPlot.Bar> points =
        certificate.findings().points().stream()
            .flatMap(
                model ->
                    model.points().stream().map(point -> bar(name(model, point), point.miss())))
            .toList();
    if (!points.isEmpty()) {
      figures.add(
          intervals(
              "operating-points",
              "Misses at the operating points, with 95 % intervals.",
              "FNMR or FNIR, %",
              points));
    }
    return figures;
  }

  private static String name(OperatingPoints model, OperatingPoints.Point point) {
    return "%s, %s @ %s %s"
        .formatted(
            model.model(),
            point.task().miss(),
            point.task().falseAlarm(),
            Numbers.place(point.point().rate()));
  }

  private static Line line(String name, List<OperatingPoint> curve) {
    return new Line(
        name,
        curve.stream()
            .filter(point -> point.falseAccepts() > 0 && point.tar() < 1)
            .sorted(Comparator.comparingDouble(OperatingPoint::far))
            .map(
                point ->
                    new Point((double) point.falseAccepts() / point.impostors(), 1 - point.tar()))
            .toList());
  }

  /** FMR and FNMR of each group, before and after. */
  List<Figure> groups(BiasDelta delta) {
    List<Figure> figures = new ArrayList<>();
    figure(delta, "FMR", BiasDelta.Group::falseMatches).ifPresent(figures::add);
    figure(delta, "FNMR", BiasDelta.Group::falseNonMatches).ifPresent(figures::add);
    return figures;
  }

  private Optional<Figure> figure(
      BiasDelta delta,
      String error,
      Function<BiasDelta.Group, Optional<BiasDelta.Change>> changes) {
    List<IntervalPlot.Bar> bars = new ArrayList<>();
    for (BiasDelta.Group group : delta.groups()) {
      changes
          .apply(group)
          .ifPresent(
              change -> {
                bars.add(bar(group.name() + ", before", change.before()));
                bars.add(bar(group.name() + ", after", change.after()));
              });
    }
    return bars.isEmpty()
        ? Optional.empty()
        : Optional.of(
            intervals(
                "groups-" + error.toLowerCase(Locale.ROOT),
                error + " of each group before and after, at one threshold for everybody.",
                error + ", %",
                bars));
  }
}
