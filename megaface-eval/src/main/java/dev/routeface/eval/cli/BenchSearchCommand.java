package dev.routeface.eval.cli;

import dev.routeface.eval.bench.GalleryRows;
import dev.routeface.eval.bench.SearchBench;
import dev.routeface.eval.bench.SearchReport;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.bench.BenchFiles;
import dev.routeface.sdk.bench.Machine;
import dev.routeface.sdk.cli.Application;
import dev.routeface.sdk.cli.ConsoleProgress;
import dev.routeface.sdk.gallery.MemoryFullException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast the best rows of a gallery are found. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description =
        "Measures exact searches for the ten best rows of a gallery in memory: by brute force and with"
            + " bounds, one query at a time and in batches of 32, beside the time that reading all rows"
            + " takes at least. Both ways must find the same. The exit code is 0 even if a goal is missed;"
            + " the table says so.",
    footer = {
      "",
      "Examples:",
      "  routeface bench search --threads 2 --out bench",
      "  routeface bench search --rows 1000000 --features embedded/embeddings.safetensors",
    })
final class BenchSearchCommand implements Runnable {
  private static final int MOST_ROWS = 100_000_000;
  private static final int MOST = 10_000;

  @Spec private CommandSpec command;

  @Option(
      names = "--features",
      paramLabel = "FILE",
      description =
          "Embeddings that 'routeface embed' wrote; enlarged to the number of rows by mixing. Default:"
              + " synthetic clusters.")
  private Optional<Path> features = Optional.empty();

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Size of the gallery. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "128",
      description = "Searches of a turn. Default: ${DEFAULT-VALUE}.")
  private int queries;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      defaultValue = "512",
      description = "Of the synthetic clusters. Default: ${DEFAULT-VALUE}.")
  private int dimension;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of a search. Default: the cores that the launcher found free.")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Turns of either way. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also writes bench-search.json and bench-search.txt to this folder.")
  private Optional<Path> out = Optional.empty();

  @Override
  public void run() {
    require("--rows", rows, MOST_ROWS);
    require("--queries", queries, MOST);
    require("--dimension", dimension, MOST);
    require("--rounds", rounds, MOST);
    threads.ifPresent(n -> require("--threads", n, MOST));
    Machine machine = Machine.now(threads.orElseGet(Application::threads));
    PrintWriter console = command.commandLine().getOut();
    machine.warnings().forEach(warning -> console.println("WARNING: " + warning));
    GalleryRows faces =
        features
            .map(file -> GalleryRows.of(file, queries))
            .orElseGet(() -> GalleryRows.synthetic(queries, dimension));
    SearchReport report = measure(machine, faces);
    report.table().forEach(console::println);
    out.ifPresent(
        folder -> BenchFiles.write(folder, "bench-search", report.toJson(), report.table()));
  }

  private SearchReport measure(Machine machine, GalleryRows faces) {
    try {
      return new SearchBench(rounds, rows, faces)
          .run(
              Application.origin(command.commandLine().getParseResult().originalArgs()),
              machine,
              new ConsoleProgress());
    } catch (MemoryFullException e) {
      throw new BadDataException("a gallery of %d rows: %s".formatted(rows, e.getMessage()), e);
    }
  }

  private void require(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(
          command.commandLine(), "%s: expected 1 to %d, found %d".formatted(option, most, value));
    }
  }
}
