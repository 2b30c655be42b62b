package dev.routeface.sdk.cli;

import dev.routeface.sdk.bench.BenchFiles;
import dev.routeface.sdk.bench.Machine;
import dev.routeface.sdk.bench.TrainingBench;
import dev.routeface.sdk.bench.TrainingReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures training beside a plain loop of the stock API. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description =
        "Measures training steps, memory and waiting for data, beside a plain loop of the engine's"
            + " stock blocks without any tuning. The arms take turns, each turn in a JVM of its own. The"
            + " exit code is 0 even if a goal is missed; the table says so.",
    footer = {
      "",
      "Example:",
      "  routeface bench train --threads 2 --out bench",
      "  routeface bench train --quick     one round of a few steps, to see that it runs",
    })
final class BenchTrainCommand implements Runnable {
  private static final String FACES = "faces";

  @Spec private CommandSpec command;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of every arm. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of one operation, in every arm. Default: the cores that the launcher found free.")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--data",
      parameterConsumer = NamedValues.Paths.class,
      paramLabel = "faces=PATH",
      description = "Faces to train on. Default: synthetic ones.")
  private Map<String, Path> data = Map.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also writes bench-train.json and bench-train.txt to this folder.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--quick", description = "One round of a few steps; its figures say nothing.")
  private boolean quick;

  @Override
  public void run() {
    Machine machine = Machine.now(threads.orElseGet(Application::threads));
    PrintWriter console = command.commandLine().getOut();
    machine.warnings().forEach(warning -> console.println("WARNING: " + warning));
    TrainingBench bench =
        new TrainingBench(quick ? 1 : rounds, quick, Application.recipes(), faces());
    TrainingReport report =
        bench.run(
            Application.origin(command.commandLine().getParseResult().originalArgs()),
            machine,
            new ConsoleProgress());
    report.table().forEach(console::println);
    out.ifPresent(
        folder -> BenchFiles.write(folder, "bench-train", report.toJson(), report.table()));
  }

  private Optional<Path> faces() {
    if (!data.isEmpty() && !data.keySet().equals(Set.of(FACES))) {
      throw new ParameterException(
          command.commandLine(), "--data: expected faces=PATH, found " + data.keySet());
    }
    return Optional.ofNullable(data.get(FACES));
  }
}
