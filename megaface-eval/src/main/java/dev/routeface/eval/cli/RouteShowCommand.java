package dev.routeface.eval.cli;

import dev.routeface.eval.report.Table;
import dev.routeface.eval.study.RoutePicture;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.sdk.route.Anchor;
import dev.routeface.sdk.route.Route;
import dev.routeface.sdk.train.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

  @Parameters(paramLabel = "RUN", description = "Folder of the teacher's run.")
  private Path folder;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Where the picture goes. Default: route.png in the run's folder.")
  private Path plot;

  @Override
  public void run() {
    Run run = Run.existing(folder);
    Route route =
        run.route()
            .orElseThrow(
                () ->
                    new BadDataException(
                        folder + ": expected a teacher's run, found no route in it"));
    route.anchors().forEach(run::anchor); // reads and checks every file
    Path picture = plot == null ? folder.resolve("route.png") : plot;
    DurableFile.write(picture, out -> out.write(RoutePicture.of(run).png()));
    command.commandLine().getOut().println(table(route).text());
    command.commandLine().getOut().println("Plot: " + picture);
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
        String.format(Locale.ROOT, "%.3g", anchor.learningRate()),
        String.format(Locale.ROOT, "%.4f", anchor.heldOutLoss()),
        anchor.sha256().substring(0, DIGITS));
  }
}
