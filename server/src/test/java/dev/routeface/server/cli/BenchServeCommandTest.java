package dev.routeface.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.bench.Finding;
import dev.routeface.sdk.cli.RouteFace;
import dev.routeface.server.bench.ServeReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchServeCommandTest {
  @TempDir Path folder;
  private final StringWriter printed = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  @Timeout(120)
  @EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is told by Linux")
  void asksARealServiceAndWritesWhatItPrints() throws Exception {
    Path out = folder.resolve("bench");
    assertEquals(0, run("--quick", "--out", out.toString()), errors.toString());
    ServeReport report = Fields.open(out.resolve("bench-serve.json")).read(ServeReport::of);
    assertEquals(
        List.of(
            "images/s, model alone, batch 1",
            "images/s, model alone, batch 32",
            "images/s, 32 clients of one image",
            "service / model alone in its better batch",
            "at 70 % of it: requests/s",
            "at 70 % of it: not answered with 200",
            "at 70 % of it: p50, ms",
            "at 70 % of it: p99, ms",
            "at 70 % of it: p99 / p50",
            "at 70 % of it: p99 / p50 of a perfect queue",
            "at 5 times: requests/s sent",
            "at 5 times: sent / what it can do",
            "at 5 times: answered / what it can do",
            "at 5 times: told to come later, 429 or 503",
            "at 5 times: any other answer, or none",
            "at 5 times: resident memory before, MiB",
            "at 5 times: resident memory at most, MiB",
            "at 5 times: resident memory, most / before",
            "at 5 times: s until a lone request is as fast again",
            "faces/s enrolled over HTTP, durable",
            "faces/s enrolled in the store alone, durable"),
        report.findings().stream().map(Finding::name).toList());
    assertEquals(
        List.of(0.85, 0.0, 4.0, 0.8, 0.0, 5.0, 5000.0, 5000.0),
        report.findings().stream().flatMap(f -> f.goal().stream()).map(this::bound).toList());
    assertEquals(
        new ServeReport.Subject("untrained.onnx", 32, 32, 32, 0.3, 0.5, 200), report.subject());
    String table = String.join("\n", report.table()) + "\n";
    assertEquals(table, Files.readString(out.resolve("bench-serve.txt")));
    assertTrue(printed.toString().contains(table), printed.toString());
    assertTrue(
        table.contains("WARNING: 32 clients and the service shared %d cores".formatted(cores())),
        table);
    assertEquals(report, ServeReport.of(Fields.of("again", report.toJson())));
  }

  private double bound(Finding.Goal goal) {
    return goal instanceof Finding.Goal.AtLeast least
        ? least.bound()
        : ((Finding.Goal.AtMost) goal).bound();
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertEquals(2, run("--rounds", "0"));
    assertEquals(2, run("--seconds", "0.01"));
    assertEquals(
        "routeface: --rounds: expected 1 to 1000000, found 0; see routeface bench serve --help\n"
            + "routeface: --seconds: expected 0.1 to 1000000, found 0.01; see routeface bench serve"
            + " --help",
        errors.toString().strip());
  }

  @Test
  void saysThatThereIsNoSuchModelAndStartsNothing() {
    Path none = folder.resolve("none");
    assertEquals(1, run("--model", none.toString()));
    assertEquals(
        "routeface: "
            + none
            + ": expected a finished run (with a card.json) or an ONNX file, found neither",
        errors.toString().strip());
    assertFalse(printed.toString().contains("finding"), printed.toString());
  }

  private int run(String... arguments) {
    CommandLine line = RouteFace.commandLine();
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(errors, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    List<String> all = new ArrayList<>(List.of("bench", "serve"));
    all.addAll(List.of(arguments));
    return line.execute(all.toArray(String[]::new));
  }
}
