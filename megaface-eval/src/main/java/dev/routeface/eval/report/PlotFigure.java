package dev.routeface.eval.report;

import dev.routeface.eval.report.LinePlot.Line;
import dev.routeface.eval.report.LinePlot.Point;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plot as a figure, its lines also told in words for readers who cannot see them. */
public final class PlotFigure {
  private PlotFigure() {}

  public static Figure of(String name, String caption, LinePlot plot) {
    String ends =
        plot.lines().stream()
            .map(line -> ends(line, plot))
            .collect(Collectors.joining("; ", "", "."));
    String alt = "%s against %s. %s".formatted(plot.y().title(), plot.x().title(), ends);
    return new Figure(name, caption, alt, plot.png());
  }

  private static String ends(Line line, LinePlot plot) {
    Point first = line.points().get(0);
    Point last = line.points().get(line.points().size() - 1);
    return "%s from %s at %s to %s at %s"
        .formatted(
            line.name(),
            number(first.y(), "%.1f", plot.y()),
            number(first.x(), "%.2f", plot.x()),
            number(last.y(), "%.1f", plot.y()),
            number(last.x(), "%.2f", plot.x()));
  }

  private static String number(double value, String linear, LinePlot.Axis axis) {
    return axis.logarithmic() ? Numbers.place(value) : String.format(Locale.ROOT, linear, value);
  }
}
