package dev.routeface.eval.study;

import dev.routeface.eval.report.Figure;
import dev.routeface.eval.report.LinePlot;
import dev.routeface.sdk.route.Anchor;
import dev.routeface.sdk.route.Route;
import dev.routeface.sdk.train.Run;
import java.util.List;

/** A teacher's route as a picture. */
public final class RoutePicture {
  private RoutePicture() {}

  /** Held-out loss of every anchor, as a figure. */
  public static Figure of(Run teacher) {
    Route route = teacher.route().orElseThrow();
    double[] losses = route.anchors().stream().mapToDouble(Anchor::heldOutLoss).toArray();
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
