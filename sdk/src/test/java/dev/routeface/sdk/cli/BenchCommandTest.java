package dev.routeface.sdk.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.bench.EmbeddingReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
  private static final String HOME = "routeface.home";

  @TempDir Path folder;
  private final StringWriter printed = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @BeforeEach
  void lieBesideTheRecipes() {
    System.setProperty(HOME, "..");
  }

  @AfterEach
  void lieNowhere() {
    System.clearProperty(HOME);
  }

  @Test
  void measuresEmbeddersOneByOneAndInBatches() {
    Path out = folder.resolve("bench");
    String synth = "data synth --identities 3 --images 5 --size 32 --seed 1 --out " + folder;
    assertEquals(0, run(synth.split(" ")), errors.toString());
    int code =
        run(
            ("bench embed --rounds 2 --seconds 0.01 --faces "
                    + folder.resolve("faces")
                    + " --out "
                    + out)
                .split(" "));
    assertEquals(0, code, errors.toString());
    EmbeddingReport report = Fields.open(out.resolve("bench-embed.json")).read(EmbeddingReport::of);
    assertEquals(
        "routeface bench embed --rounds 2 --seconds 0.01 --faces faces --out bench",
        report.origin().command());
    assertEquals(
        List.of(
            "SlimResNet, untrained",
            "MobileFaceNet, untrained",
            "ONNX, PRelu, 1 thread",
            "ONNX, PReLU composed, 1 thread",
            "ONNX, the same, session alone, 1 thread",
            "ONNX, ReLU in int8, 1 thread",
            "ONNX, PRelu, 2 threads",
            "ONNX, PReLU composed, 2 threads",
            "ONNX, the same, session alone, 2 threads",
            "ONNX, ReLU in int8, 2 threads"),
        report.rows().stream().map(EmbeddingReport.Row::embedder).distinct().toList());
    report.rows().forEach(row -> assertEquals(2, row.imagesPerSecond().size()));
    assertEquals(2 * 2 * 3 + 1 + 4, report.findings().size());
    assertEquals(
        report.rows().get(6).imagesPerSecond().get(1)
            / report.rows().get(4).imagesPerSecond().get(1),
        report.findings().get(0).values().get(1));
    report.table().forEach(line -> assertTrue(printed.toString().contains(line), line));
  }

  @Test
  void refusesDataOfAnotherName() {
    assertEquals(RouteFace.WRONG_USE, run("bench", "train", "--quick", "--data", "train=x"));
    assertEquals(
        "routeface: --data: expected faces=PATH, found [train]; see routeface bench train --help",
        errors.toString().strip());
  }

  @Test
  void everyCommandShowsAnExample() {
    CommandLine bench = RouteFace.commandLine().getSubcommands().get("bench");
    for (CommandLine command : bench.getSubcommands().values()) {
      assertTrue(command.getUsageMessage().contains("Example:"), command.getCommandName());
    }
  }

  private int run(String... arguments) {
    CommandLine line = RouteFace.commandLine();
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(errors, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return line.execute(arguments);
  }
}
