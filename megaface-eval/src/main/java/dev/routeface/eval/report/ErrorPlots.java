package dev.routeface.eval.report;

import dev.routeface.eval.metric.ErrorPoint;
import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.ErrorRates.Task;
import dev.routeface.eval.metric.ScoreHistogram;
import dev.routeface.eval.report.LinePlot.Axis;
import dev.routeface.eval.report.LinePlot.Line;
import dev.routeface.eval.report.LinePlot.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The plots of errors, a set of data in each and all models: DET, ROC and how scores lie. */
record ErrorPlots(List<ModelRow> models) {
  /** One model on one set. */
  private record Judged(String model, ErrorRates errors) {}

  List<Figure> all() {
    Map<String, List<Judged>> sets = new LinkedHashMap<>();
    for (ModelRow model : models) {
      model.results().stream()
          .flatMap(result -> result.tradeoffs().stream())
          .forEach(
              errors ->
                  sets.computeIfAbsent(errors.set(), unseen -> new ArrayList<>())
                      .add(new Judged(model.name(), errors)));
    }
    List<Figure> figures = new ArrayList<>();
    sets.forEach((set, judged) -> figures.addAll(figures(set, judged)));
    return figures;
  }

  private static List<Figure> figures(String set, List<Judged> judged) {
    List<Figure> figures = new ArrayList<>();
    if (judged.stream().anyMatch(one -> !detPoints(one.errors()).isEmpty())) {
      figures.add(det(set, judged));
    }
    if (judged.get(0).errors().task() == Task.VERIFICATION) {
      figures.add(roc(set, judged));
    }
    for (int model = 0; model < judged.size(); model++) {
      figures.add(scores(set, judged, model));
    }
    return figures;
  }

  private static Figure det(String set, List<Judged> judged) {
    Task task = judged.get(0).errors().task();
    return PlotFigure.of(
        "det-" + slug(set),
        "%s: detection error tradeoff, %s against %s, as far as the non-mated trials support it; a rate of 0 has no place on a logarithmic axis."
            .formatted(set, task.miss(), task.falseAlarm()),
        new LinePlot(
            Axis.logarithmic(task.falseAlarm()),
            Axis.logarithmic(task.miss()),
            lines(judged, ErrorPlots::detPoints)));
  }

  private static List<Point> detPoints(ErrorRates errors) {
    return ascending(errors).stream()
        .filter(point -> point.misses() > 0 && point.falseAlarms() > 0)
        .map(point -> new Point(point.falseAlarm(), point.miss()))
        .toList();
  }

  private static Figure roc(String set, List<Judged> judged) {
    return PlotFigure.of(
        "roc-" + slug(set),
        set + ": receiver operating characteristic, as far as the non-mated pairs support it.",
        new LinePlot(
            Axis.logarithmic("false accept rate"),
            Axis.linear("true accept rate, %"),
            lines(
                judged,
                errors ->
                    ascending(errors).stream()
                        .map(point -> new Point(point.rate(), 100 * (1 - point.miss())))
                        .toList())));
  }

  private static List<ErrorPoint> ascending(ErrorRates errors) {
    return errors.det().stream().sorted(Comparator.comparingDouble(ErrorPoint::rate)).toList();
  }

  private static List<Line> lines(List<Judged> judged, Function<ErrorRates, List<Point>> points) {
    return judged.stream()
        .map(one -> new Line(one.model(), points.apply(one.errors())))
        .filter(line -> !line.points().isEmpty())
        .toList();
  }

  private static Figure scores(String set, List<Judged> judged, int model) {
    Judged one = judged.get(model);
    ScoreHistogram scores = one.errors().scores();
    String which = judged.size() == 1 ? "" : "-" + (model + 1);
    return PlotFigure.of(
        "scores-" + slug(set) + which,
        "%s, %s: share of the scores in each bin of 0.02.".formatted(set, one.model()),
        new LinePlot(
            Axis.linear("cosine"),
            Axis.linear("share of scores, %"),
            List.of(
                new Line(mated(one.errors().task()), steps(scores.mated())),
                new Line(nonMated(one.errors().task()), steps(scores.nonMated())))));
  }

  private static String mated(Task task) {
    return switch (task) {
      case VERIFICATION -> "pairs of one person";
      case IDENTIFICATION -> "mates of mated searches";
    };
  }

  private static String nonMated(Task task) {
    return switch (task) {
      case VERIFICATION -> "pairs of two people";
      case IDENTIFICATION -> "best candidates of non-mated searches";
    };
  }

  /** Every bin as wide as it is: two points of one height. */
  private static List<Point> steps(List<Integer> bins) {
    double all = Math.max(1, bins.stream().mapToLong(n -> n).sum());
    double half = 1.0 / ScoreHistogram.BINS;
    return IntStream.range(0, bins.size())
        .boxed()
        .flatMap(
            bin ->
                List.of(
                    new Point(ScoreHistogram.centre(bin) - half, 100 * bins.get(bin) / all),
                    new Point(ScoreHistogram.centre(bin) + half, 100 * bins.get(bin) / all))
                    .stream())
        .toList();
  }

  /** A set's name as part of a file name. */
  private static String slug(String set) {
    return set.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
