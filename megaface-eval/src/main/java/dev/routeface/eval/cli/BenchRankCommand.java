package dev.routeface.eval.cli;

import dev.routeface.eval.bench.Faces;
import dev.routeface.eval.bench.RankBench;
import dev.routeface.eval.bench.RankReport;
import dev.routeface.sdk.bench.BenchFiles;
import dev.routeface.sdk.bench.Machine;
import dev.routeface.sdk.cli.Application;
import dev.routeface.sdk.cli.ConsoleProgress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast ranks are found. */
@Command(
    name = "rank",
    mixinStandardHelpOptions = true,
    description =
        "Measures exact ranks: the kernel by brute force and with bounds, beside the engine's matrix"
            + " product and plain Java, in galleries of 10,000 distractors, ten times as many, and so on."
            + " The ways take turns; all must find the same ranks. The exit code is 0 even if a goal is"
            + " missed; the table says so.",
    footer = {
      "",
      "Examples:",
      "  routeface bench rank --threads 2 --out bench",
      "  routeface bench rank --features embedded --distractors 1000000 --out bench",
    })
final class BenchRankCommand implements Runnable {
  private static final int MOST = 4_000_000;

  @Spec private CommandSpec command;

  @Option(
      names = "--features",
      paramLabel = "DIR",
      description =
          "Embeddings that 'routeface embed' wrote; enlarged to the number of distractors by mixing."
              + " Default: random directions.")
  private Optional<Path> features = Optional.empty();

  @Option(
      names = "--distractors",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Size of the largest gallery. Default: ${DEFAULT-VALUE}.")
  private int distractors;

  @Option(
      names = "--probes",
      paramLabel = "N",
      defaultValue = "3530",
      description = "Images that search, up to three of a person. Default: ${DEFAULT-VALUE}.")
  private int probes;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      defaultValue = "512",
      description = "Of the random directions. Default: ${DEFAULT-VALUE}.")
  private int dimension;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of every way. Default: all cores.")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of every way. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also writes bench-rank.json and bench-rank.txt to this folder.")
  private Optional<Path> out = Optional.empty();

  @Override
  public void run() {
    require("--distractors", distractors, MOST);
    require("--probes", probes, MOST);
    require("--dimension", dimension, MOST);
    require("--rounds", rounds, MOST);
    threads.ifPresent(
        n -> {
          require("--threads", n, MOST);
          // The engine reads it once, when it is first used.
          System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(n));
        });
    Machine machine = Machine.now(Application.threads());
    PrintWriter console = command.commandLine().getOut();
    machine.warnings().forEach(warning -> console.println("WARNING: " + warning));
    Faces faces =
        features
            .map(folder -> Faces.of(folder, probes, distractors))
            .orElseGet(() -> Faces.synthetic(probes, dimension, distractors));
    RankReport report =
        new RankBench(rounds, faces)
            .run(
                Application.origin(command.commandLine().getParseResult().originalArgs()),
                machine,
                new ConsoleProgress());
    report.table().forEach(console::println);
    out.ifPresent(
        folder -> BenchFiles.write(folder, "bench-rank", report.toJson(), report.table()));
  }

  private void require(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(
          command.commandLine(), "%s: expected 1 to %d, found %d".formatted(option, most, value));
    }
  }
}
