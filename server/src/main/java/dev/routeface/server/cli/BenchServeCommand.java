package dev.routeface.server.cli;

import dev.routeface.sdk.bench.BenchFiles;
import dev.routeface.sdk.bench.Machine;
import dev.routeface.sdk.cli.Application;
import dev.routeface.sdk.cli.ConsoleProgress;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.train.Origin;
import dev.routeface.server.bench.ServeBench;
import dev.routeface.server.bench.ServeReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast the service is. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description =
        "Measures a service in a process of its own on this machine, beside its model in this one:"
            + " aligned faces from 32 clients, answers' times at 70 %% of that, five times too much work,"
            + " and enrolment in bulk. Searches are measured by 'routeface bench search'. The exit code is"
            + " 0 even if a goal is missed; the table says so.",
    footer = {
      "",
      "Examples:",
      "  routeface bench serve --out bench",
      "  routeface bench serve --model runs/student --overload-seconds 60 --out bench",
    })
final class BenchServeCommand implements Runnable {
  private static final int MOST = 1_000_000;

  @Spec private CommandSpec command;

  @Option(
      names = "--model",
      paramLabel = "PATH",
      description =
          "A run, a model folder or an ONNX file. Default: MobileFaceNet of 512 floats as ONNX,"
              + " untrained, which does not change its speed.")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of service and model. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "20",
      description =
          "Length of a turn. Of a short one, a few requests decide the 99th percentile."
              + " Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--overload-seconds",
      paramLabel = "S",
      defaultValue = "60",
      description = "How long too much is asked. Default: ${DEFAULT-VALUE}.")
  private double overloadSeconds;

  @Option(
      names = "--enrolments",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Faces to enrol in bulk. Default: ${DEFAULT-VALUE}.")
  private int enrolments;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also writes bench-serve.json and bench-serve.txt to this folder.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--quick",
      description = "A little of everything, with a tiny model; its figures say nothing.")
  private boolean quick;

  @Override
  public void run() {
    require("--rounds", rounds, 1);
    require("--seconds", seconds, 0.1);
    require("--overload-seconds", overloadSeconds, 0.1);
    require("--enrolments", enrolments, 1);
    Machine machine = Machine.now(Application.threads());
    ServeReport report = measure(machine);
    PrintWriter console = command.commandLine().getOut();
    report.table().forEach(console::println);
    out.ifPresent(
        folder -> BenchFiles.write(folder, "bench-serve", report.toJson(), report.table()));
  }

  private ServeReport measure(Machine machine) {
    ServeBench bench =
        quick ? ServeBench.quick() : new ServeBench(rounds, seconds, overloadSeconds, enrolments);
    Origin origin = Application.origin(command.commandLine().getParseResult().originalArgs());
    Progress progress = new ConsoleProgress();
    return model
        .map(path -> bench.run(origin, machine, path, progress))
        .orElseGet(() -> bench.runUntrained(origin, machine, quick, progress));
  }

  private void require(String option, double value, double least) {
    if (!(value >= least && value <= MOST)) {
      throw new ParameterException(
          command.commandLine(),
          "%s: expected %s to %d, found %s".formatted(option, plain(least), MOST, plain(value)));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
