package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.bench.RankReport;
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

class BenchRankCommandTest {
  @TempDir Path folder;
  private final StringWriter printed = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  void measuresEveryWayAndWritesWhatItPrints() throws Exception {
    Path out = folder.resolve("bench");
    int code =
        run(
            "--distractors",
            "10010",
            "--probes",
            "30",
            "--dimension",
            "8",
            "--rounds",
            "2",
            "--out",
            out.toString());
    assertEquals(0, code, errors.toString());
    RankReport report = Fields.open(out.resolve("bench-rank.json")).read(RankReport::of);
    assertEquals(
        List.of(
            "ENGINE 10000 2",
            "PLAIN 10000 2",
            "BRUTE_FORCE 10000 2",
            "BOUNDED 10000 2",
            "ENGINE 10010 2",
            "BRUTE_FORCE 10010 2",
            "BOUNDED 10010 2"),
        report.rows().stream()
            .map(row -> row.way() + " " + row.distractors() + " " + row.seconds().size())
            .toList());
    assertEquals(
        List.of(1, 2, 3, 4, 5, 6, 7), report.energies().stream().map(e -> e.directions()).toList());
    assertEquals(5, report.findings().size());
    String table = String.join("\n", report.table()) + "\n";
    assertEquals(table, Files.readString(out.resolve("bench-rank.txt")));
    assertTrue(printed.toString().contains(table), printed.toString());
    assertEquals(report, RankReport.of(Fields.of("again", report.toJson())));
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertEquals(2, run("--rounds", "0"));
    assertEquals(
        "routeface: --rounds: expected 1 to 4000000, found 0; see routeface bench rank --help",
        errors.toString().strip());
  }

  private int run(String... arguments) {
    CommandLine line = RouteFace.commandLine();
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(errors, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    List<String> all = new ArrayList<>(List.of("bench", "rank"));
    all.addAll(List.of(arguments));
    return line.execute(all.toArray(String[]::new));
  }
}
