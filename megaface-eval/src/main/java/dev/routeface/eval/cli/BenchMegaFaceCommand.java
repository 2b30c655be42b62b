package dev.routeface.eval.cli;

import dev.routeface.eval.bench.MegaFaceBench;
import dev.routeface.eval.bench.MegaFaceReport;
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

/** Measures whole MegaFace experiments from files. */
@Command(
    name = "megaface",
    mixinStandardHelpOptions = true,
    description =
        "Measures evaluate megaface from packs of random directions, in JVMs of their own: the"
            + " largest list alone beside all sizes, and the most memory that lies in RAM. The exit"
            + " code is 0 even if a goal is missed; the table says so.",
    footer = {"", "Example:", "  routeface bench megaface --files /scratch/mf --out bench"})
final class BenchMegaFaceCommand implements Runnable {
  private static final int MOST = 100_000_000;

  @Spec private CommandSpec command;

  @Option(
      names = "--files",
      paramLabel = "DIR",
      required = true,
      description = "Folder for packs and lists: 2.1 GB for a million; made once, then used again.")
  private Path files;

  @Option(
      names = "--distractors",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "In the largest list. Default: ${DEFAULT-VALUE}.")
  private int distractors;

  @Option(
      names = "--probes",
      paramLabel = "N",
      defaultValue = "3530",
      description = "Images that search, of 80 people. Default: ${DEFAULT-VALUE}.")
  private int probes;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      defaultValue = "512",
      description = "Of the features. Default: ${DEFAULT-VALUE}.")
  private int dimension;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Turns of each. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also writes bench-megaface.json and bench-megaface.txt to this folder.")
  private Optional<Path> out = Optional.empty();

  @Override
  public void run() {
    require("--distractors", distractors, 10);
    require("--probes", probes, 200);
    require("--dimension", dimension, 2);
    require("--rounds", rounds, 1);
    Machine machine = Machine.now(Application.threads());
    PrintWriter console = command.commandLine().getOut();
    machine.warnings().forEach(warning -> console.println("WARNING: " + warning));
    MegaFaceReport report =
        new MegaFaceBench(rounds, files, probes, distractors, dimension)
            .run(
                Application.origin(command.commandLine().getParseResult().originalArgs()),
                machine,
                new ConsoleProgress());
    report.table().forEach(console::println);
    out.ifPresent(
        folder -> BenchFiles.write(folder, "bench-megaface", report.toJson(), report.table()));
  }

  private void require(String option, int value, int least) {
    if (value < least || value > MOST) {
      throw new ParameterException(
          command.commandLine(),
          "%s: expected %d to %d, found %d".formatted(option, least, MOST, value));
    }
  }
}
