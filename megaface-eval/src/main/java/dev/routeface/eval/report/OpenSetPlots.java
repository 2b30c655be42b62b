package dev.routeface.eval.report;

import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.protocol.OpenSetResult;
import dev.routeface.eval.report.LinePlot.Axis;
import dev.routeface.eval.report.LinePlot.Line;
import dev.routeface.eval.report.LinePlot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The plots of an open set, all models in each; none if no model was judged on one. */
record OpenSetPlots(List<ModelRow> models) {
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
    return PlotFigure.of(
        "rank1",
        "Rank-1 identification against the number of distractors, mean over people: the exact"
            + " expectation over all subsets of that size.",
        new LinePlot(
            Axis.logarithmic("distractors"),
            Axis.linear("rank-1, %"),
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
    return PlotFigure.of(
        "cmc",
        "Cumulative match characteristic against all distractors, mean over people: how often the"
            + " mate is among the best."
            + LinePlot.MARKED,
        new LinePlot(
            Axis.logarithmic("rank"),
            Axis.linear("mate found, %"),
            lines(
                result ->
                    result.curves().cmc().points().stream()
                        .map(point -> new Point(point.place(), 100 * point.byIdentities())))));
  }

  private Figure roc() {
    return PlotFigure.of(
        "roc",
        "Receiver operating characteristic over all genuine and impostor pairs, as far as the"
            + " impostors support it."
            + LinePlot.MARKED,
        new LinePlot(
            Axis.logarithmic("false accept rate"),
            Axis.linear("true accept rate, %"),
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
}
