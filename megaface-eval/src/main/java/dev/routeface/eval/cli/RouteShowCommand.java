package dev.routeface.eval.cli;

import dev.routeface.eval.report.Figure;
import dev.routeface.eval.report.Table;
import dev.routeface.eval.study.RoutePicture;
import dev.routeface.models.io.DurableFile;
import dev.routeface.sdk.route.Anchor;
import dev.routeface.sdk.route.Route;
import dev.routeface.sdk.train.RouteFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A route as a table and a picture. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Prints every anchor of a route (epoch, learning rate, held-out loss, digest), checks that"
            + " each file is the one that the route names, and plots the held-out loss.",
    footer = {
      "",
      "Examples:",
      "  routeface route show runs/teacher",
      "  routeface route show runs/teacher --plot route.png",
    })
final class RouteShowCommand implements Runnable {
  private static final int DIGITS = 12;

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "RUN", description = "Folder of the route.")
  private Path folder;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Where the picture goes. Default: route.png in the run's folder.")
  private Path plot;

  @Override
  public void run() {
    RouteFolder opened = RouteFolder.open(folder);
    Route route = opened.route();
    route.anchors().forEach(opened::check);
    Optional<Figure> picture = RoutePicture.of(route);
    command.commandLine().getOut().println(table(route).text());
    command
        .commandLine()
        .getOut()
        .println(picture.map(this::plotted).orElse("No plot: not every held-out loss is known."));
  }

  private String plotted(Figure picture) {
    Path file = plot == null ? folder.resolve("route.png") : plot;
    DurableFile.write(file, out -> out.write(picture.png()));
    return "Plot: " + file;
  }

  private Table table(Route route) {
    return new Table(
        "%s: a route of %d anchors, every file as the route names it."
            .formatted(folder, route.anchors().size()),
        List.of("epoch", "learning rate", "held-out loss", "sha256"),
        route.anchors().stream().map(RouteShowCommand::row).toList());
  }

  private static List<String> row(Anchor anchor) {
    return List.of(
        String.valueOf(anchor.epoch()),
        number("%.3g", anchor.learningRate()),
        number("%.4f", anchor.heldOutLoss()),
        anchor.sha256().substring(0, DIGITS));
  }

  private static String number(String format, Optional<Double> known) {
    return known.map(value -> String.format(Locale.ROOT, format, value)).orElse("unknown");
  }
}
