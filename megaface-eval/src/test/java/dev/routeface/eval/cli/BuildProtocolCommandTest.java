package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.eval.features.FeatureFile;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.cli.RouteFace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * People on a circle: the image {@code Ann/30.ppm} points to 30 degrees, so that every cosine and
 * every rank can be read off by eye. Ann has one photograph twice and one of somebody else; Dan is
 * Ann; Eve's photograph is Cid's.
 */
class BuildProtocolCommandTest {
  private static final List<String> FACES =
      List.of(
          "Ann/0.ppm Ann/0b.ppm Ann/30.ppm Ann/150.ppm Ben/200.ppm Ben/230.ppm Ben/260.ppm"
              .split(" "));
  private static final List<String> STRANGERS =
      List.of("Cid/100.ppm", "Dan/10.ppm", "Eve/100b.ppm", "Fay/300.ppm", "Gus/335.ppm");

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void paint() throws IOException {
    FACES.forEach(face -> paint("faces", face));
    STRANGERS.forEach(face -> paint("faces", face));
    Files.writeString(folder.resolve("model.onnx"), "a model");
  }

  private void paint(String where, String face) {
    Path file = folder.resolve(where).resolve(face);
    byte[] image = Arrays.copyOf("P6\n112 112\n255\n".getBytes(StandardCharsets.US_ASCII), 37647);
    Arrays.fill(image, 15, image.length, (byte) degrees(face));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, image);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int degrees(String face) {
    return Integer.parseInt(face.replaceAll(".*/(\\d+).*", "$1"));
  }

  private static float[] vector(String face) {
    double angle = Math.toRadians(degrees(face));
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }

  /** The exit code; what went wrong in one line. */
  private int run(String line) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine command =
        new CommandLine(
            new BuildProtocolCommand(new CircleModel(face -> Math.toRadians(degrees(face)))));
    command.setExecutionExceptionHandler(
        (failure, failed, parsed) -> {
          if (!(failure instanceof BadDataException)) {
            throw failure;
          }
          failed.getErr().println(failure.getMessage());
          return 1;
        });
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line.formatted(folder).split(" "));
  }

  private static final String DRAWN = " --min-images 3 --sizes 2 5 --sets 2 --seed 1";
  private static final String LOOKED =
      " --model %1$s/model.onnx --preparation p.json --duplicate 0.999 --same 0.95 --mislabelled 0 --out %1$s/out";

  private TemplateList list(String name) {
    return TemplateList.read(folder.resolve("out").resolve(name));
  }

  private Set<String> written() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  @Test
  void writesTheListsThatTheEvaluationLooksFor() throws IOException {
    assertEquals(0, run("%1$s/faces --nested --out %1$s/out" + DRAWN), err.toString());
    assertEquals(
        Set.of(
            "faces_features_list.json",
            "megaface_features_list.json_2_1",
            "megaface_features_list.json_2_2",
            "megaface_features_list.json_5_1",
            "megaface_features_list.json_5_2",
            "protocol.json",
            "report.html",
            "report.txt"),
        written());
    assertEquals(FACES, list("faces_features_list.json").paths());
    assertEquals(
        List.of("Ann", "Ann", "Ann", "Ann", "Ben", "Ben", "Ben"),
        list("faces_features_list.json").ids().orElseThrow());
    List<String> all = list("megaface_features_list.json_5_1").paths();
    assertEquals(Set.copyOf(STRANGERS), Set.copyOf(all));
    assertEquals(all.subList(0, 2), list("megaface_features_list.json_2_1").paths());
    assertEquals(
        out.toString(),
        "%s%nLists: %s/out; to look at: %2$s/out/report.html%n"
            .formatted(Files.readString(folder.resolve("out/report.txt")), folder));
  }

  @Test
  void writesEqualListsForEqualSeeds() throws IOException {
    assertEquals(0, run("%1$s/faces --independent --out %1$s/out" + DRAWN), err.toString());
    assertEquals(0, run("%1$s/faces --independent --out %1$s/again" + DRAWN), err.toString());
    for (String name : written()) {
      if (name.contains("_list.json")) {
        assertArrayEquals(
            Files.readAllBytes(folder.resolve("out").resolve(name)),
            Files.readAllBytes(folder.resolve("again").resolve(name)),
            name);
      }
    }
  }

  @Test
  void saysWhatTheModelFoundSuspicious() throws IOException {
    assertEquals(0, run("%1$s/faces --nested" + DRAWN + LOOKED), err.toString());
    assertEquals(
        "-0.6830 mean cosine to its identity\tAnn/150.ppm\n"
            + "1.0000 cosine to its duplicate Ann/0.ppm\tAnn/0b.ppm\n",
        Files.readString(folder.resolve("out/faces_noises.txt")));
    String strays = Files.readString(folder.resolve("out/megaface_noises.txt"));
    assertTrue(strays.startsWith("0.9848 cosine to the probe Ann/0.ppm\tDan/10.ppm\n"), strays);
    assertTrue(
        strays.matches("(?s).*1.0000 cosine to its duplicate (Eve/100b|Cid/100).ppm\t.*"), strays);
    JsonNode json = Fields.MAPPER.readTree(folder.resolve("out/protocol.json").toFile());
    assertEquals("probe Ann/0.ppm", json.at("/suspects/strays/0/one").asText());
    assertEquals(2, json.at("/suspects/sharedPeople/0/pairs").asInt());
    assertEquals(Sha256.ofText("a model"), json.at("/provenance/suspicion/sha256").asText());
    assertEquals(
        Sha256.ofFile(folder.resolve("out/faces_features_list.json")),
        json.at("/lists/0/sha256").asText());
    String page = Files.readString(folder.resolve("out/report.html"));
    assertTrue(page.contains("mean -0.6830, closest -0.5000<br>probe Ann/150.ppm<br>"), page);
    assertTrue(
        written().containsAll(Set.of("duplicates.png", "shared-people.png", "mislabelled.png")));
    assertTrue(
        out.toString().contains("2 probes and 2 distractors stand in the noise lists"),
        out.toString());
  }

  /**
   * The whole way. Clean: Ann 0 and 30, Ben 200, 230 and 260 among one of the twins at 100, Fay at
   * 300 and Gus at 335. Of the 8 searches 0 loses 30 to Gus, and 260 loses 200 to Fay.
   */
  @Test
  void theEvaluationAcceptsWhatItWrites() throws IOException {
    assertEquals(0, run("%1$s/faces --nested" + DRAWN + LOOKED), err.toString());
    Stream.concat(FACES.stream(), STRANGERS.stream())
        .forEach(
            face ->
                FeatureFile.write(
                    folder.resolve("features").resolve(face + "_circle.bin"), vector(face)));
    for (String strategy : List.of("drop", "insightface", "facexzoo")) {
      StringWriter told = new StringWriter();
      String line =
          "evaluate megaface --probe-list %1$s/out/faces_features_list.json --distractor-lists"
              + " %1$s/out --probe-features %1$s/features --distractor-features %1$s/features"
              + " --suffix _circle.bin --sizes 2 5 --sets 2 --out %1$s/judged --noise-strategy %2$s"
              + " --probe-noises %1$s/out/faces_noises.txt --distractor-noises"
              + " %1$s/out/megaface_noises.txt";
      int code =
          RouteFace.commandLine()
              .setOut(new PrintWriter(told, true))
              .setErr(new PrintWriter(err, true))
              .execute(line.formatted(folder, strategy).split(" "));
      assertEquals(0, code, err.toString());
      assertTrue(
          !strategy.equals("drop")
              || Pattern.compile("5, set 1, cleaned +3 +8 +75.000").matcher(told.toString()).find(),
          told.toString());
    }
  }

  @Test
  void writesBothNoiseListsThoughNothingIsSuspicious() throws IOException {
    assertEquals(
        0,
        run(
            "%1$s/faces --nested --min-images 3 --max-images 3 --identities 1 --sizes 2 --sets 1"
                + " --seed 4 --model %1$s/model.onnx --preparation p.json --duplicate 1 --same 1 --mislabelled -1"
                + " --out %1$s/out"),
        err.toString());
    assertEquals("", Files.readString(folder.resolve("out/faces_noises.txt")));
    assertEquals("", Files.readString(folder.resolve("out/megaface_noises.txt")));
  }

  @Test
  void takesTheFirstFolderForProbesAndAllOthersForDistractors() {
    paint("more/a", "Hal/1.ppm");
    paint("more/a", "Ian/2.ppm");
    paint("more/b", "Hal/3.ppm");
    paint("more/b", "Joe/4.ppm");
    String rest = " --min-images 2 --sizes 4 --sets 1 --seed 1 --nested --out %1$s/out";
    assertEquals(0, run("%1$s/faces %1$s/more/a %1$s/more/b" + rest), err.toString());
    assertEquals(
        Set.of("a/Hal/1.ppm", "a/Ian/2.ppm", "b/Hal/3.ppm", "b/Joe/4.ppm"),
        Set.copyOf(list("megaface_features_list.json_4_1").paths()));
    assertEquals(7, list("faces_features_list.json").paths().size());
  }

  @Test
  void namesTheTwoRoles() {
    paint("more", "Hal/1.ppm");
    paint("more", "Ian/2.ppm");
    String rest = " --min-images 2 --sizes 2 --sets 1 --seed 1 --nested --out %1$s/out";
    assertEquals(
        0, run("--data distractors=%1$s/more --data probes=%1$s/faces" + rest), err.toString());
    assertEquals(
        Set.of("Hal/1.ppm", "Ian/2.ppm"),
        Set.copyOf(list("megaface_features_list.json_2_1").paths()));
  }

  @Test
  void saysWhatIsWrongWithTheCommandLine() {
    String rest = " --nested --out %1$s/out" + DRAWN;
    fails(2, "expected DIR or --data, found neither", rest.strip());
    fails(2, "expected DIR or --data, found both", "a --data probes=b" + rest);
    fails(2, "--data: expected distractors and probes, found probes", "--data probes=b" + rest);
    fails(2, "expected every size once, found [2, 2, 5]", "a --sizes 2" + rest);
    fails(
        2,
        "expected --max-images of at least --min-images, found 2 and 3",
        "a --max-images 2" + rest);
    fails(
        2,
        "Error: Missing required argument(s): --duplicate=COSINE, --same=COSINE,"
            + " --mislabelled=COSINE",
        "a --model m" + rest);
    fails(
        2,
        "expected -1 <= mislabelled < same <= duplicate <= 1, found 0.1, 0.9 and 0.8",
        "a --model m --duplicate 0.8 --same 0.9 --mislabelled 0.1" + rest);
  }

  @Test
  void saysWhatIsWrongWithTheFolders() throws IOException {
    String rest = " --nested --out %1$s/out" + DRAWN;
    paint("more", "Ann/1.ppm");
    paint("more", "Hal/1.ppm");
    fails(
        1,
        "expected distractors of other people than the probes, found 1 in both, for instance Ann",
        "%1$s/faces %1$s/more" + rest);
    fails(1, folder + "/none: expected a folder of faces, found none", "%1$s/none" + rest);
    fails(1, "expected at least 9 distractors, found 5", "%1$s/faces" + rest.replace("2 5", "9"));
    paint("deep/a", "Hal/1.ppm");
    fails(
        1,
        folder
            + "/deep/a: expected the images of one identity, found the folder Hal; if its folders are"
            + " the identities, name this folder itself",
        "%1$s/deep" + rest);
    assertTrue(Files.notExists(folder.resolve("out")), "a refusal leaves no folder");
    Files.createDirectories(folder.resolve("out/old"));
    fails(1, folder + "/out: expected a new or empty folder, found old in it", "%1$s/faces" + rest);
  }

  @Test
  void namesEveryImageThatCannotBeRead() throws IOException {
    Files.writeString(folder.resolve("faces/Ben/200.ppm"), "no image");
    Files.writeString(folder.resolve("faces/Fay/300.ppm"), "none either");
    String ben =
        "Ben/200.ppm: expected a JPEG, PNG, WebP, BMP or PPM (P6) image, found bytes 6e 6f 20 69";
    String fay = ben.replace("Ben/2", "Fay/3").replace("20 69", "6e 65");
    Path all = folder.resolve("out.unreadable.txt");
    fails(
        1,
        "expected images that can be read, found 2 that cannot: "
            + ben
            + "; "
            + fay
            + "; all of them stand in "
            + all,
        "%1$s/faces --nested --out %1$s/out" + DRAWN);
    assertEquals(ben + "\n" + fay + "\n", Files.readString(all));
    assertTrue(Files.notExists(folder.resolve("out")), "a refusal leaves no folder");
  }

  private void fails(int code, String message, String line) {
    assertEquals(code, run(line), err.toString());
    assertEquals(message, err.toString().lines().findFirst().orElse(""));
  }
}
