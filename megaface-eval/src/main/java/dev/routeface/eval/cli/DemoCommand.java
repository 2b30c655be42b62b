package dev.routeface.eval.cli;

import dev.routeface.eval.report.Report;
import dev.routeface.eval.study.Demo;
import dev.routeface.sdk.cli.Application;
import dev.routeface.sdk.cli.ConsoleProgress;
import dev.routeface.sdk.cli.Stoppable;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole story on faces that nobody has. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Makes synthetic faces, trains a small teacher and keeps its route, distils one student with"
            + " margin loss alone, by plain mimic of the converged teacher, and along the route, judges all"
            + " of them on people never seen in training, and writes a report. Needs no download.",
    footer = {
      "",
      "Examples:",
      "  routeface demo --quick             under 90 seconds on two cores",
      "  routeface demo                     under 8 minutes on two cores",
      "  routeface demo --tune --out tuned  chooses the learning rates anew (about half an hour)",
    })
final class DemoCommand implements Stoppable {
  @Spec private CommandSpec command;

  @Option(names = "--quick", description = "Fewer faces, smaller networks, fewer epochs.")
  private boolean quick;

  @Option(
      names = "--tune",
      description = "Tries several learning rates for every method on validation people first.")
  private boolean tune;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for runs and report; a demo that was stopped goes on there. Default:"
              + " runs/demo, or runs/demo-quick.")
  private Path out;

  @Override
  public void run() {
    long start = System.nanoTime();
    Path folder = folder();
    PrintWriter console = command.commandLine().getOut();
    if (Files.exists(folder)) {
      console.println(folder + " is there already: going on with it; delete it to begin anew.");
    }
    Demo demo = Demo.read(Application.recipes().resolve(name()).resolve("demo.json"));
    var origin = Application.origin(command.commandLine().getParseResult().originalArgs());
    Report report = demo.run(tune, Application.cache(), origin, folder, new ConsoleProgress());
    console.println();
    console.println(report.headline());
    console.printf(
        "Done in %d seconds. Report: %s%n",
        Duration.ofNanos(System.nanoTime() - start).toSeconds(),
        folder.resolve("report").resolve("report.html").toAbsolutePath());
  }

  private String name() {
    return quick ? "demo-quick" : "demo";
  }

  private Path folder() {
    return out == null ? Path.of("runs", name()) : out;
  }

  @Override
  public String ifStopped() {
    return "The same command goes on from the last whole epoch in " + folder() + ".";
  }
}
