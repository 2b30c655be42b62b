package dev.routeface.eval.report;

import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.protocol.MegaFaceResult;
import dev.routeface.eval.report.LinePlot.Axis;
import dev.routeface.eval.report.LinePlot.Line;
import dev.routeface.eval.report.LinePlot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The plots of MegaFace, all models in each; none if no model was judged on it. */
record MegaFacePlots(List<ModelRow> models) {
  List<Figure> all() {
    boolean none =
        models.stream()
            .flatMap(model -> model.results().stream())
            .noneMatch(MegaFaceResult.class::isInstance);
    return none ? List.of() : List.of(rank1(), cmc(), roc());
  }

  private Figure rank1() {
    return PlotFigure.of(
        "megaface-rank1",
        "MegaFace: rank-1 identification against the number of distractors, mean over pairs and"
            + " over lists of one size; where lists are drawn independently, the curve need not fall everywhere.",
        new LinePlot(
            Axis.logarithmic("distractors"),
            Axis.linear("rank-1, %"),
            lines(
                result ->
                    bySize(result).entrySet().stream()
                        .map(size -> new Point(size.getKey(), 100 * size.getValue())))));
  }

  /** Where there are several lists of a size, their mean. */
  private static Map<Integer, Double> bySize(MegaFaceResult result) {
    return result.rank1().stream()
        .collect(
            Collectors.groupingBy(
                MegaFaceResult.AtList::distractors,
                TreeMap::new,
                Collectors.averagingDouble(at -> at.hits().average(Averaging.PAIRS))));
  }

  private Figure cmc() {
    return PlotFigure.of(
        "megaface-cmc",
        "MegaFace: cumulative match characteristic against the list with the most distractors, "
            + list()
            + ", mean over pairs, at ranks 1 to 9, 10 to 90 by tens and so on, and at the last."
            + LinePlot.MARKED,
        new LinePlot(
            Axis.logarithmic("rank"),
            Axis.linear("mate found, %"),
            lines(
                result ->
                    result.curves().cmc().points().stream()
                        .map(point -> new Point(point.place(), 100 * point.byPairs())))));
  }

  private Figure roc() {
    return PlotFigure.of(
        "megaface-roc",
        "MegaFace: receiver operating characteristic against the same list, "
            + list()
            + ", as the first 100 probes see it, which the devkit counts; not thinned, but at four"
            + " false positive rates a decade."
            + LinePlot.MARKED,
        new LinePlot(
            Axis.logarithmic("false positive rate"),
            Axis.linear("true positive rate, %"),
            lines(
                result ->
                    result.curves().roc().stream()
                        .map(point -> new Point(point.fpr(), 100 * point.tpr())))));
  }

  /** The list that curves are of; models judged alike have one. */
  private String list() {
    return models.stream()
        .flatMap(model -> model.results().stream())
        .filter(MegaFaceResult.class::isInstance)
        .map(result -> ((MegaFaceResult) result).curvesList())
        .distinct()
        .collect(Collectors.joining(" or "));
  }

  private List<Line> lines(Function<MegaFaceResult, Stream<Point>> points) {
    List<Line> lines = new ArrayList<>();
    for (ModelRow model : models) {
      model.results().stream()
          .filter(MegaFaceResult.class::isInstance)
          .map(result -> points.apply((MegaFaceResult) result).toList())
          .forEach(line -> lines.add(new Line(model.name(), line)));
    }
    return lines;
  }
}
