package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.Fixture;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.cli.RouteFace;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.UnitVectors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvalCommandsTest {
  private static final int WRONG_USE = 2;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** The golden open set under the paths {@code probes} and {@code distractors}. */
  private static final class Golden implements Inputs {
    private final FaceDataset probes = Fixture.Faces.of(Fixture.identity());
    private final FaceDataset distractors = Fixture.Faces.strangers(8);

    @Override
    public FaceDataset faces(Path path) {
      return path.endsWith("probes") ? probes : distractors;
    }

    @Override
    public LoadedModel model(Path path, java.util.Optional<Path> preparation) {
      return new LoadedModel() {
        @Override
        public ObjectNode facts() {
          return Fields.object().put("parameters", 84432);
        }

        @Override
        public UnitVectors embed(FaceDataset faces) {
          return faces == probes ? Fixture.probes() : Fixture.distractors();
        }

        @Override
        public void close() {}
      };
    }
  }

  private int run(Object command, String... args) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private int openSet(String sizes, String far, String resamples, String roles) {
    String line =
        "--model m1 --model m2 --data probes=probes --data %s=strangers --sizes %s --far %s"
            + " --resamples %s --seed 1 --out %s";
    return run(
        new OpenSetCommand(new Golden()),
        line.formatted(roles, sizes, far, resamples, folder).split(" "));
  }

  @Test
  void writesAReportOfAllModels() throws IOException {
    assertEquals(0, openSet("3 all", "0.2", "100", "distractors"), err.toString());
    JsonNode json = Fields.MAPPER.readTree(folder.resolve("report.json").toFile());
    assertEquals("m2", json.at("/models/1/name").asText());
    assertEquals("rank-1 @ 8", json.at("/models/1/measures/1/name").asText());
    assertEquals(0.4, json.at("/models/1/measures/1/byPairs/estimate").asDouble());
    assertEquals(84432, json.at("/models/0/facts/parameters").asInt());
    assertEquals(7, json.at("/provenance/data/probes/images").asInt());
    assertTrue(json.at("/provenance/command").asText().contains("--sizes 3 all"), json::toString);
    assertTrue(out.toString().contains(Files.readString(folder.resolve("report.txt"))));
    assertTrue(out.toString().endsWith("Report: " + folder.resolve("report.html") + "\n"));
  }

  @Test
  void judgesPairs() throws IOException {
    Path list = folder.resolve("pairs.txt");
    Files.writeString(
        list, "2 1\nPerson_0 1 2\nPerson_0 1 Person_1 1\nPerson_1 1 2\nPerson_1 1 Person_2 1\n");
    String line =
        "--model m --data faces=probes --pairs %s --resamples 10 --seed 1 --out %s"
            .formatted(list, folder);
    assertEquals(0, run(new PairsCommand(new Golden()), line.split(" ")), err.toString());
    assertTrue(out.toString().contains("pair accuracy"), out.toString());
  }

  @Test
  void saysWhatIsWrongWithTheCommandLine() {
    refuses(
        openSet("3 9", "0.2", "9", "distractors"),
        "expected ascending gallery sizes from 1 to the 8 distractors, found [3, 9]");
    refuses(
        openSet("3 many", "0.2", "9", "distractors"),
        "--sizes: expected whole numbers or \"all\", found \"many\"");
    refuses(
        openSet("3", "0", "9", "distractors"),
        "expected false accept rates above 0 and at most 1, found 0.0");
    refuses(
        openSet("3", "0.2", "0", "distractors"),
        "--resamples: expected at least 1 resample, found 0");
    refuses(
        openSet("3", "0.2", "9", "others"),
        "--data: expected distractors and probes, found others and probes");
  }

  private void refuses(int code, String message) {
    assertEquals(WRONG_USE, code);
    assertEquals(message, err.toString().lines().findFirst().orElse(""));
    err.getBuffer().setLength(0);
  }

  @Test
  void standsUnderTheRoot() {
    CommandLine root = RouteFace.commandLine();
    root.setOut(new PrintWriter(out));
    assertEquals(0, root.execute("evaluate", "openset", "--help"));
    assertTrue(out.toString().contains("Usage: routeface evaluate openset"), out.toString());
    assertEquals(0, root.execute("evaluate", "pairs", "--help"));
    assertTrue(out.toString().contains("Usage: routeface evaluate pairs"), out.toString());
  }
}
