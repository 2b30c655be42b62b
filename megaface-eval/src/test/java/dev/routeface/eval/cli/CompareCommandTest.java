package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.Fixture;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.protocol.OpenSet;
import dev.routeface.eval.protocol.Result;
import dev.routeface.eval.report.ModelRow;
import dev.routeface.eval.report.Report;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.cli.RouteFace;
import dev.routeface.sdk.data.FaceDataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  private static final int PEOPLE = 11;
  private static final int STRANGERS = 40;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Directions of as many dimensions; more tell people apart better. */
  private static Result openSet(int dimension, int strangers) {
    return openSet(dimension, strangers, PEOPLE);
  }

  private static Result openSet(int dimension, int strangers, int people) {
    FaceDataset probes = Fixture.Faces.of(Fixture.identities(people, 3));
    FaceDataset distractors = Fixture.Faces.strangers(strangers);
    return new OpenSet(probes, distractors, List.of(10, strangers), List.of(0.1))
        .judge(
            faces ->
                faces == probes
                    ? Fixture.people(people, 3, dimension, 1)
                    : Fixture.random(strangers, dimension, 2));
  }

  private static ModelRow model(String name, Result... results) {
    return new ModelRow(name, Fields.object().put("parameters", 7), List.of(results));
  }

  /** Writes a report and gives back its path, as words of a command line. */
  private String report(String where, ModelRow... models) {
    new Report(
            "Report " + where,
            Fields.object().put("revision", where),
            new IdentityBootstrap(10, 1),
            List.of(models),
            List.of())
        .write(folder.resolve(where));
    return folder.resolve(where).resolve("report.json").toString();
  }

  private int run(String line) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String rest = " --resamples 50 --seed 1 --out " + folder.resolve("out");
    return RouteFace.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(("evaluate compare " + line + rest).split(" +"));
  }

  private JsonNode written(String name) throws IOException {
    return Fields.MAPPER.readTree(folder.resolve("out").resolve(name).toFile());
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.at("/models").forEach(model -> names.add(model.get("name").asText()));
    return names;
  }

  @Test
  void setsTheModelsOfAllReportsSideBySide() throws IOException {
    String one = report("one", model("narrow", openSet(4, STRANGERS)));
    String two =
        report("two", model("wide", openSet(16, STRANGERS)), model("mid", openSet(8, STRANGERS)));
    assertEquals(0, run(one + " " + two), err.toString());
    JsonNode json = written("report.json");
    assertEquals(List.of("narrow", "wide", "mid"), names(json));
    assertEquals(
        openSet(8, STRANGERS),
        Fields.of("report.json", json.at("/models/2/results/0")).<Result>read(Result::of));
    assertEquals(7, json.at("/models/1/facts/parameters").asInt());
    assertEquals(Sha256.ofFile(Path.of(two)), json.at("/provenance/reports/1/sha256").asText());
    assertEquals("two", json.at("/provenance/reports/1/report").asText());
    assertEquals("two", json.at("/provenance/reports/1/provenance/revision").asText());
    assertEquals(2 * 3 * 3, written("differences.json").size());
    for (String plot : List.of("rank1.png", "cmc.png", "roc.png", "difference-3.png")) {
      assertTrue(Files.exists(folder.resolve("out").resolve(plot)), plot);
    }
    assertTrue(out.toString().contains(Files.readString(folder.resolve("out/report.txt"))));
    assertTrue(out.toString().contains("rank-1 @ 10"), out.toString());
  }

  @Test
  void comparesWhatItCompared() {
    String one =
        report("one", model("a", openSet(4, STRANGERS)), model("b", openSet(8, STRANGERS)));
    assertEquals(0, run(one), err.toString());
    Path first = folder.resolve("out");
    assertEquals(0, run(first + " --baseline a"), err.toString());
  }

  @Test
  void callsModelsOfOneNameAfterTheirReports() throws IOException {
    String one = report("one", model("student", openSet(4, STRANGERS)));
    String two =
        report(
            "two",
            model("student", openSet(8, STRANGERS)),
            model("teacher", openSet(16, STRANGERS)));
    assertEquals(0, run(one + " " + two + " --baseline teacher"), err.toString());
    assertEquals(
        List.of("student (one)", "student (two)", "teacher"), names(written("report.json")));
    JsonNode differences = written("differences.json");
    assertEquals("student (two)", differences.at("/11/model").asText());
    assertEquals("teacher", differences.at("/11/baseline").asText());
  }

  @Test
  void callsModelsAfterTheirPathsWhereFoldersAreCalledAlike() throws IOException {
    String one = report("one/report", model("student", openSet(4, STRANGERS)));
    String two = report("two/report", model("student", openSet(8, STRANGERS)));
    assertEquals(0, run(one + " " + two), err.toString());
    assertEquals(
        List.of("student (%s)".formatted(one), "student (%s)".formatted(two)),
        names(written("report.json")));
  }

  @Test
  void refusesReportsOfOtherData() {
    Result here = openSet(4, STRANGERS);
    Result elsewhere = openSet(4, STRANGERS + 1);
    String one = report("one", model("a", here));
    String two = report("two", model("b", elsewhere));
    fails(
        1,
        ("expected reports of the same data, found for \"open set\" in %s: %s, and in %s: %s; the"
                + " first alone has rank-1 @ 40, the second alone rank-1 @ 41")
            .formatted(one, here.protocol(), two, elsewhere.protocol()),
        one + " " + two);
    Result others = openSet(4, STRANGERS, 3);
    String three = report("three", model("c", others));
    fails(
        1,
        ("expected reports of the same data, found for \"open set\" in %s: %s, and in %s: %s; both"
                + " report the same sizes, sets and rates, so the images or their lists differ")
            .formatted(one, here.protocol(), three, others.protocol()),
        one + " " + three);
  }

  @Test
  void refusesWhatIsNoReportOfThisVersion() throws IOException {
    String good =
        report("one", model("a", openSet(4, STRANGERS)), model("b", openSet(8, STRANGERS)));
    String hint = "; expected a report.json of this version";
    Path bad = folder.resolve("bad.json");
    fails(1, bad + ": expected a readable JSON file, found no such file" + hint, bad + "");
    Path page = folder.resolve("one/report.html");
    fails(
        1,
        page + ": expected a report.json, found a page for people; name the report.json beside it",
        page + "");
    Files.writeString(bad, "[]");
    fails(1, bad + " at $: expected an object, found []" + hint, bad + "");
    Files.writeString(bad, "{\"cmc\": [[0], [1]]}");
    fails(1, bad + " at $.title: missing key" + hint, bad + "");
    ObjectNode json = (ObjectNode) Fields.MAPPER.readTree(Path.of(good).toFile());
    ((ObjectNode) json.at("/models/1/results/0")).remove("counts");
    Files.writeString(bad, json.toString());
    fails(1, bad + " at $.models[1].results[0].counts: missing key" + hint, bad + "");
    ((ObjectNode) json.at("/models/1/results/0")).put("kind", "beauty");
    Files.writeString(bad, json.toString());
    String message = run(bad + "") + err.toString();
    assertTrue(
        message.contains("$.models[1].results[0].kind: expected one of open-set, "), message);
    json = (ObjectNode) Fields.MAPPER.readTree(Path.of(good).toFile());
    ((ObjectNode) json.at("/models/1")).put("name", "a");
    Files.writeString(bad, json.toString());
    fails(1, bad + ": expected models of different names, found a second \"a\"", bad + "");
    json = (ObjectNode) Fields.MAPPER.readTree(Path.of(good).toFile());
    ((ObjectNode) json.at("/models/0/results/0/rank1/0/hits")).putArray("totals");
    ((ObjectNode) json.at("/models/0/results/0/rank1/0/hits")).putArray("pairs");
    Files.writeString(bad, json.toString());
    fails(1, bad + ": expected an identity with a pair of images, found none", bad + "");
  }

  @Test
  void saysWhatIsWrongWithTheCommandLine() {
    String one = report("one", model("a", openSet(4, STRANGERS)));
    String help = "; see routeface evaluate compare --help";
    fails(1, "expected at least 2 models to compare, found 1 in " + one, one);
    fails(
        2,
        "expected every report once, found [%s, %s]%s".formatted(one, one, help),
        one + " " + one);
    String two = report("two", model("b", openSet(8, STRANGERS)));
    fails(1, "--baseline: expected one of a, b, found c", one + " " + two + " --baseline c");
    fails(2, "Missing required parameter: 'REPORT'" + help, "");
  }

  private void fails(int code, String message, String line) {
    assertEquals(code, run(line), err.toString());
    assertEquals("routeface: " + message, err.toString().lines().findFirst().orElse(""));
  }
}
