package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.Fixture;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.cli.OnnxPreparation;
import dev.routeface.sdk.cli.RouteFace;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvalCommandsTest {
  private static final int WRONG_USE = 2;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> warnings = new ArrayList<>();

  /** The golden open set under the paths {@code probes} and {@code distractors}. */
  private final class Golden implements Inputs {
    private final FaceDataset probes = Fixture.Faces.of(Fixture.identity());
    private final FaceDataset distractors = Fixture.Faces.strangers(8);

    @Override
    public Progress progress() {
      return new Progress() {
        @Override
        public Task start(String what, long steps) {
          return NONE.start(what, steps);
        }

        @Override
        public void warn(String line) {
          warnings.add(line);
        }
      };
    }

    @Override
    public FaceDataset faces(Path path) {
      return path.endsWith("probes") ? probes : distractors;
    }

    @Override
    public LoadedModel model(Path path, Optional<Path> preparation, Flip flip) {
      return new LoadedModel() {
        @Override
        public String sha256() {
          return "0".repeat(64);
        }

        @Override
        public ObjectNode facts() {
          return Fields.object().put("parameters", 84432);
        }

        @Override
        public UnitVectors embed(FaceDataset faces) {
          if (faces == probes) {
            return Fixture.probes();
          }
          return faces == distractors ? Fixture.distractors() : Fixture.random(faces.size(), 4, 1);
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
        line.formatted(roles, sizes, far, resamples, folder.resolve("report")).split(" "));
  }

  @Test
  void writesAReportOfAllModels() throws IOException {
    assertEquals(0, openSet("3 all", "0.2", "100", "distractors"), err.toString());
    JsonNode json = Fields.MAPPER.readTree(folder.resolve("report/report.json").toFile());
    assertEquals("m2", json.at("/models/1/name").asText());
    assertEquals("rank-1 @ 8", json.at("/models/1/measures/1/name").asText());
    assertEquals(0.4, json.at("/models/1/measures/1/byPairs/estimate").asDouble());
    assertEquals(84432, json.at("/models/0/facts/parameters").asInt());
    assertEquals(7, json.at("/provenance/data/probes/images").asInt());
    assertTrue(json.at("/provenance/command").asText().contains("--sizes 3 all"), json::toString);
    assertTrue(out.toString().contains(Files.readString(folder.resolve("report/report.txt"))));
    assertTrue(out.toString().endsWith("Report: " + folder.resolve("report/report.html") + "\n"));
  }

  private int pairs(String sets) {
    String rest =
        " --model m --flip none --fmr 0.5 --resamples 10 --seed 1 --out "
            + folder.resolve("report");
    return run(new PairsCommand(new Golden()), (sets + rest).strip().split(" "));
  }

  /** Ten pairs as InsightFace pickles them, in the text protocol; eight images, by turns. */
  private Path bin(String name) throws IOException {
    String images = "S'a'\naS'b'\na".repeat(10);
    String same = "I01\naI00\na".repeat(5);
    return Files.writeString(folder.resolve(name), "((l" + images + "(l" + same + "t.");
  }

  @Test
  void judgesSeveralPairSetsInOneReport() throws IOException {
    Path list = folder.resolve("pairs.txt");
    Files.writeString(
        list, "2 1\nPerson_0 1 2\nPerson_0 1 Person_1 1\nPerson_1 1 2\nPerson_1 1 Person_2 1\n");
    String sets = "--data faces=probes --pairs %s --bin %s --bin %s";
    assertEquals(0, pairs(sets.formatted(list, bin("cfp_fp.bin"), bin("lfw.bin"))), err.toString());
    JsonNode json = Fields.MAPPER.readTree(folder.resolve("report/report.json").toFile());
    assertEquals(
        List.of("model", "pairs (2 folds)", "cfp_fp (10 folds)", "lfw (10 folds)"),
        texts(json.at("/tables/2/header")));
    assertEquals("lfw: FNMR @ FMR 5e-1", json.at("/models/0/measures/5/name").asText());
    assertEquals(20, json.at("/provenance/data/lfw/images").asInt());
    for (String figure : List.of("roc-cfp-fp.png", "scores-lfw.png", "scores-pairs.png")) {
      assertTrue(Files.exists(folder.resolve("report/" + figure)), figure);
    }
  }

  private int identification(String data) {
    String rest =
        " --model m --flip none --fpir 0.5 --candidates 5 --ranks 1 --resamples 10 --seed 1 --out "
            + folder.resolve("report");
    return run(new IdentificationCommand(new Golden()), (data + rest).split(" "));
  }

  @Test
  void judgesSearchesInOneDataSetCutByPeople() throws IOException {
    assertEquals(
        0, identification("--data faces=probes --nonmates 0.4 --split-seed 2"), err.toString());
    JsonNode json = Fields.MAPPER.readTree(folder.resolve("report/report.json").toFile());
    assertEquals("identification: FNIR @ FPIR 5e-1", json.at("/models/0/measures/0/name").asText());
    assertEquals(
        7,
        json.at("/provenance/data").findValuesAsText("images").stream()
            .mapToInt(Integer::parseInt)
            .sum());
    assertTrue(Files.exists(folder.resolve("report/scores-identification.png")));
  }

  @Test
  void saysWhatIsWrongWithSearches() {
    refuses(
        identification("--data faces=probes"),
        "--data: expected gallery and mated and nonmated, found faces");
    refuses(
        identification("--data faces=probes --nonmates 0.4"),
        "Error: Missing required argument(s): --split-seed=N");
    refusesData(
        identification("--data gallery=a --data mated=b --data nonmated=c"),
        "expected non-mated searches of people outside the gallery, found Stranger_0");
  }

  private int groups(String pairs) {
    String rest =
        " --model m --flip none --fmr 0.2 --resamples 10 --seed 1 --out "
            + folder.resolve("report");
    return run(new GroupsCommand(new Golden()), (pairs + rest).split(" "));
  }

  @Test
  void judgesGroupsByListAndByPickle() throws IOException {
    Path list = folder.resolve("a.txt");
    Files.writeString(list, "Person_0\t1\t2\nPerson_0 1 Person_1 1\n".repeat(5));
    assertEquals(
        0,
        groups("--pairs A=%s --data A=probes --pairs B=%s".formatted(list, bin("b.bin"))),
        err.toString());
    JsonNode json = Fields.MAPPER.readTree(folder.resolve("report/report.json").toFile());
    assertEquals(
        List.of("model", "group", "accuracy", "FMR", "FNMR"), texts(json.at("/tables/2/header")));
    assertEquals("B", json.at("/tables/2/rows/1/1").asText());
    assertEquals("FMR max/mean", json.at("/tables/3/header/7").asText());
    assertTrue(Files.exists(folder.resolve("report/scores-b.png")));
  }

  @Test
  void saysWhatIsWrongWithGroups() throws IOException {
    refuses(groups("--pairs A=a.txt"), "--data: expected A, found none");
    refuses(
        groups("--pairs A=" + bin("a.bin")),
        "expected at least 2 groups of different names, found [A]");
  }

  private int ijb(String tasks) {
    String rest =
        " --model m --set ijbb --meta %s --data crops=%s --mode N1D1 --flip none --resamples 10"
            + " --seed 1 --out %s";
    return run(
        new IjbCommand(new Golden()),
        (tasks + rest.formatted(folder, folder, folder.resolve("report"))).strip().split(" "));
  }

  /** Eight images, a template each, of four subjects in turns. */
  private void writeMeta() throws IOException {
    StringBuilder scores = new StringBuilder();
    StringBuilder images = new StringBuilder();
    StringBuilder probes = new StringBuilder("T,S\n");
    for (int i = 0; i < 8; i++) {
      Files.writeString(folder.resolve(i + ".jpg"), "image " + i);
      scores.append(i).append(".jpg 1 2 3 4 5 6 7 8 9 10 0.9\n");
      images.append("%d.jpg %d %d\n".formatted(i, i, i));
      probes.append(i < 4 ? "" : "%d,%d\n".formatted(i, i % 4));
    }
    Files.writeString(folder.resolve("ijbb_name_5pts_score.txt"), scores);
    Files.writeString(folder.resolve("ijbb_face_tid_mid.txt"), images);
    Files.writeString(
        folder.resolve("ijbb_template_pair_label.txt"), "0 4 1\n1 5 1\n0 5 0\n1 4 0\n");
    Files.writeString(folder.resolve("ijbb_1N_gallery_S1.csv"), "T,S\n0,0\n1,1\n");
    Files.writeString(folder.resolve("ijbb_1N_gallery_S2.csv"), "T,S\n2,2\n3,3\n");
    Files.writeString(folder.resolve("ijbb_1N_probe_mixed.csv"), probes);
  }

  @Test
  void judgesTemplatesBothWays() throws IOException {
    writeMeta();
    assertEquals(0, ijb("--far 0.5 --ranks 1 2 --fpir 0.5"), err.toString());
    JsonNode json = Fields.MAPPER.readTree(folder.resolve("report/report.json").toFile());
    assertEquals("ijbb 1:1: TAR @ FAR 5e-1", json.at("/models/0/measures/0/name").asText());
    assertEquals("ijbb 1:N: top-1", json.at("/models/0/measures/1/name").asText());
    assertEquals(List.of("model", "5e-1"), texts(json.at("/tables/2/header")));
    assertTrue(Files.exists(folder.resolve("report/scores-ijbb-1-n.png")));
  }

  @Test
  void saysWhatIsWrongWithTemplates() throws IOException {
    writeMeta();
    refuses(ijb(""), "expected --far for 1:1 or --ranks and --fpir for 1:N, found neither");
    refuses(ijb("--far 0"), "expected false accept rates above 0 and at most 1, found 0.0");
    refuses(ijb("--ranks 1"), "Error: Missing required argument(s): --fpir=RATE");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  @Test
  void saysWhatIsWrongWithPairSets() throws IOException {
    refuses(pairs(""), "expected --pairs, --bin or --list, found none of them");
    refuses(pairs("--bin lfw.bin --data faces=probes"), "--data: expected none, found faces");
    refuses(pairs("--list cfp=list.txt"), "--data: expected cfp, found none");
    Path sub = Files.createDirectory(folder.resolve("sub"));
    Path lfw = bin("lfw.bin");
    Path second = Files.copy(lfw, sub.resolve("lfw.bin"));
    refuses(
        pairs("--bin %s --bin %s".formatted(lfw, second)),
        "expected sets of different names, found a second lfw");
    refuses(
        pairs("--bin lfw.bin --flip both"),
        "Invalid value for option '--flip': expected none or added, found \"both\"");
  }

  @Test
  void saysWhatIsWrongWithTheCommandLine() {
    refuses(
        openSet("3 3", "0.2", "9", "distractors"),
        "expected ascending gallery sizes of at least 1, found [3, 3]");
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

  /** What could be right on other data is no mistake of the command line. */
  @Test
  void saysWhatIsWrongWithTheData() {
    refusesData(
        openSet("3 9", "0.2", "9", "distractors"), "expected at least 9 distractors, found 8");
    String same = "--model m --data probes=probes --data distractors=probes";
    String rest = " --sizes 3 --far 0.2 --resamples 9 --seed 1 --out " + folder.resolve("report");
    refusesData(
        run(new OpenSetCommand(new Golden()), (same + rest).split(" ")),
        "expected distractors of other people than the probes, found 3 in both, for instance"
            + " Person_0");
  }

  @Test
  void anOnnxFileNeedsItsPreparationWhoeverOpensIt() throws IOException {
    Path model = Files.writeString(folder.resolve("m.onnx"), "a model");
    String message = "--model: expected --preparation FILE beside an ONNX file, found none";
    refuses(pairs("--bin " + bin("lfw.bin") + " --model " + model), message);
    CommandLine root = RouteFace.commandLine().setErr(new PrintWriter(err));
    for (String command :
        List.of(
            "evaluate megaface --probe-list p --distractor-lists d --sizes 1 --sets 1 --flip none"
                + " --probes p --distractors d",
            "evaluate build-protocol d --min-images 2 --sizes 1 --sets 1 --nested --seed 1"
                + " --duplicate 1 --same 1 --mislabelled 0",
            "embed faces")) {
      String line = "%s --model %s --out %s".formatted(command, model, folder.resolve("out"));
      int code = root.execute(line.split(" "));
      String name = command.replaceAll("^(evaluate \\S+|\\S+).*", "$1");
      refuses(code, "routeface: %s; see routeface %s --help".formatted(message, name));
    }
  }

  @Test
  void helpShowsAPreparationThatCanBeRead() {
    Preparation example = Fields.parse("example", OnnxPreparation.EXAMPLE).read(Preparation::of);
    assertEquals(112, example.size());
    for (String command :
        List.of("evaluate megaface", "evaluate build-protocol", "evaluate pairs", "embed")) {
      StringWriter help = new StringWriter();
      RouteFace.commandLine()
          .setOut(new PrintWriter(help))
          .execute((command + " --help").split(" "));
      assertTrue(
          help.toString().replaceAll("\\s+", " ").contains(OnnxPreparation.EXAMPLE), command);
    }
  }

  @Test
  void callsAModelAlikeWithAndWithoutTheEndingOfItsFile() throws IOException {
    assertEquals(0, pairs("--bin %s --model x/net_r50.onnx".formatted(bin("lfw.bin"))));
    JsonNode json = Fields.MAPPER.readTree(folder.resolve("report/report.json").toFile());
    assertEquals(
        List.of("net_r50", "m"),
        json.at("/models").findValuesAsText("name", new ArrayList<>()).stream()
            .filter(name -> !name.contains(":"))
            .distinct()
            .toList());
  }

  @Test
  void remarksRanksThatSayLittle() {
    assertEquals(
        0,
        identification("--data faces=probes --nonmates 0.4 --split-seed 2 --ranks 2 8"),
        err.toString());
    assertEquals(
        List.of(
            "--ranks: 2 is not below the 2 images of the gallery; only failures miss there",
            "--ranks: 8 is not below the 2 images of the gallery; only failures miss there"),
        warnings);
  }

  private void refusesData(int code, String message) {
    assertEquals(1, code, err.toString());
    assertTrue(err.toString().contains("BadDataException: " + message + "\n"), err.toString());
    err.getBuffer().setLength(0);
  }

  private void refuses(int code, String message) {
    assertEquals(WRONG_USE, code, err.toString());
    assertEquals(message, err.toString().lines().findFirst().orElse(""));
    err.getBuffer().setLength(0);
  }

  @Test
  void standsUnderTheRoot() {
    CommandLine root = RouteFace.commandLine();
    root.setOut(new PrintWriter(out));
    for (String command : List.of("openset", "pairs", "identification", "groups", "ijb")) {
      assertEquals(0, root.execute("evaluate", command, "--help"));
      assertTrue(out.toString().contains("Usage: routeface evaluate " + command), command);
    }
  }
}
