package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.bench.SearchReport;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.cli.RouteFace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchSearchCommandTest {
  @TempDir Path folder;
  private final StringWriter printed = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  void measuresBothWaysAndWritesWhatItPrints() throws Exception {
    Path out = folder.resolve("bench");
    int code =
        run(
            "--rows",
            "33000",
            "--dimension",
            "128",
            "--queries",
            "40",
            "--rounds",
            "1",
            "--out",
            out.toString());
    assertEquals(0, code, errors.toString());
    SearchReport report = Fields.open(out.resolve("bench-search.json")).read(SearchReport::of);
    assertEquals(
        List.of("BRUTE_FORCE 1 1", "BRUTE_FORCE 32 1", "BOUNDED 1 1", "BOUNDED 32 1"),
        report.rows().stream()
            .map(row -> row.way() + " " + row.batch() + " " + row.half().size())
            .toList());
    assertEquals(List.of(1.0), report.rows().get(0).compared());
    assertTrue(report.rows().get(2).compared().get(0) < 0.5);
    assertTrue(report.subject().directions() > 0);
    assertEquals(4, report.findings().size());
    String table = String.join("\n", report.table()) + "\n";
    assertEquals(table, Files.readString(out.resolve("bench-search.txt")));
    assertTrue(printed.toString().contains(table), printed.toString());
    assertEquals(report, SearchReport.of(Fields.of("again", report.toJson())));
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertEquals(2, run("--dimension", "0"));
    assertEquals(
        "routeface: --dimension: expected 1 to 10000, found 0; see routeface bench search --help",
        errors.toString().strip());
  }

  private int run(String... arguments) {
    CommandLine line = RouteFace.commandLine();
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(errors, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    List<String> all = new ArrayList<>(List.of("bench", "search"));
    all.addAll(List.of(arguments));
    return line.execute(all.toArray(String[]::new));
  }
}
