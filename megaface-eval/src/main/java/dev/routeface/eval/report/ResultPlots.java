package dev.routeface.eval.report;

import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.protocol.OpenSetResult;
import dev.routeface.eval.report.LinePlot.Corner;
import dev.routeface.eval.report.LinePlot.Line;
import dev.routeface.eval.report.LinePlot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The plots of an open set, all models in each; none if no model was judged on one. */
record ResultPlots(List<ModelRow> models) {
  /** Names of the figures. */
  static final List<String> NAMES = List.of("rank1", "cmc", "roc");

  List<Figure> all() {
    boolean none =
        models.stream()
            .flatMap(model -> model.results().stream())
            .noneMatch(OpenSetResult.class::isInstance);
    return none ? List.of() : List.of(rank1(), cmc(), roc());
  }

  private Figure rank1() {
    return figure(
        "rank1",
        "Rank-1 identification against the number of distractors, mean over people: the exact"
            + " expectation over all subsets of that size.",
        new LinePlot(
            "distractors",
            "rank-1, %",
            true,
            Corner.BOTTOM_LEFT,
            lines(
                result ->
                    result.rank1().stream()
                        .map(
                            at ->
                                new Point(
                                    at.distractors(),
                                    100 * at.hits().average(Averaging.IDENTITIES))))));
  }

  private Figure cmc() {
    return figure(
        "cmc",
        "Cumulative match characteristic against all distractors, mean over people: how often the"
            + " mate is among the best.",
        new LinePlot(
            "rank",
            "mate found, %",
            true,
            Corner.BOTTOM_RIGHT,
            lines(
                result ->
                    result.curves().cmc().points().stream()
                        .map(point -> new Point(point.place(), 100 * point.byIdentities())))));
  }

  private Figure roc() {
    return figure(
        "roc",
        "Receiver operating characteristic over all genuine and impostor pairs, as far as the"
            + " impostors support it.",
        new LinePlot(
            "false accept rate",
            "true accept rate, %",
            true,
            Corner.BOTTOM_RIGHT,
            lines(
                result ->
                    result.curves().roc().stream()
                        .map(point -> new Point(point.far(), 100 * point.tar()))
                        .sorted((a, b) -> Double.compare(a.x(), b.x())))));
  }

  private List<Line> lines(Function<OpenSetResult, Stream<Point>> points) {
    List<Line> lines = new ArrayList<>();
    for (ModelRow model : models) {
      model.results().stream()
          .filter(OpenSetResult.class::isInstance)
          .map(result -> points.apply((OpenSetResult) result).toList())
          .forEach(line -> lines.add(new Line(model.name(), line)));
    }
    return lines;
  }

  /** The ends of each line in words, for readers who cannot see it. */
  private static Figure figure(String name, String caption, LinePlot plot) {
    String ends =
        plot.lines().stream().map(ResultPlots::ends).collect(Collectors.joining("; ", "", "."));
    String alt = "%s against %s. %s".formatted(plot.yTitle(), plot.xTitle(), ends);
    return new Figure(name, caption, alt, plot.png());
  }

  private static String ends(Line line) {
    Point first = line.points().get(0);
    Point last = line.points().get(line.points().size() - 1);
    return "%s from %s at %s to %s at %s"
        .formatted(line.name(), figure(first), place(first), figure(last), place(last));
  }

  private static String figure(Point point) {
    return String.format(Locale.ROOT, "%.1f", point.y());
  }

  private static String place(Point point) {
    return Numbers.place(point.x());
  }
}
