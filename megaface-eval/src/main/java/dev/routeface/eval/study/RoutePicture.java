package dev.routeface.eval.study;

import dev.routeface.eval.report.Figure;
import dev.routeface.eval.report.LinePlot;
import dev.routeface.sdk.route.Route;
import java.util.List;
import java.util.Optional;

/** A teacher's route as a picture. */
public final class RoutePicture {
  private RoutePicture() {}

  /** Held-out loss of every anchor, as a figure, where all were measured. */
  public static Optional<Figure> of(Route route) {
    boolean measured = route.anchors().stream().allMatch(a -> a.heldOutLoss().isPresent());
    return measured ? Optional.of(plot(route)) : Optional.empty();
  }

  private static Figure plot(Route route) {
    double[] losses =
        route.anchors().stream().mapToDouble(a -> a.heldOutLoss().orElseThrow()).toArray();
    LinePlot plot =
        new LinePlot(
            LinePlot.Axis.linear("epoch of the teacher"),
            LinePlot.Axis.linear("held-out loss"),
            List.of(StudyReport.line("anchors", losses)));
    return new Figure(
        "route",
        "The teacher's route: held-out loss of every anchor.",
        "Held-out loss by epoch of the teacher.",
        plot.png());
  }
}
