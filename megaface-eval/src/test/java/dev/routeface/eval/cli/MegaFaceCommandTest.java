package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.eval.features.FeatureFile;
import dev.routeface.eval.features.FeatureTree;
import dev.routeface.eval.features.PackWriter;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.cli.RouteFace;
import dev.routeface.sdk.math.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Points on a line, so that every rank can be read off by eye: Ann at 0, 1 and 9, Ben at 20 and 22;
 * distractors at 2, 3 and 21, of which 2 shows Ann and is noise.
 */
class MegaFaceCommandTest {
  private static final String SUFFIX = "_line.bin";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void features() {
    List<String> probes = points("probes/Person_", 0, 1, 9, 20, 22);
    new TemplateList(probes, Optional.of(List.of("Ann", "Ann", "Ann", "Ben", "Ben")))
        .write(folder.resolve("facescrub_features_list.json"));
    new TemplateList(points("distractors/", 2, 3, 21), Optional.empty())
        .write(folder.resolve("megaface_features_list.json_3_1"));
  }

  /** Writes a feature file for each and gives back the paths of a list. */
  private List<String> points(String where, int... at) {
    List<String> paths = new ArrayList<>();
    for (int x : at) {
      Path file = folder.resolve(where + x + ".jpg");
      FeatureFile.write(file.resolveSibling(file.getFileName() + SUFFIX), new float[] {x});
      paths.add(folder.relativize(file).toString().replaceFirst("^[a-z]+/", ""));
    }
    return paths;
  }

  private int run(String... more) {
    String line =
        "evaluate megaface --probe-list %1$s/facescrub_features_list.json --distractor-lists %1$s"
            + " --probe-features %1$s/probes --distractor-features %1$s/distractors"
            + " --suffix _line.bin --sets 1 --out %1$s/out --sizes 3";
    List<String> words = new ArrayList<>(List.of(line.formatted(folder).split(" ")));
    for (int i = 0; i < more.length; i += 2) {
      int known = words.indexOf(more[i]);
      if (known >= 0) {
        words.subList(known, known + 2).clear();
      }
    }
    words.addAll(List.of(more));
    CommandLine command = RouteFace.commandLine();
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words.toArray(String[]::new));
  }

  private JsonNode written(String name) throws IOException {
    return Fields.MAPPER.readTree(folder.resolve("out").resolve(name).toFile());
  }

  @Test
  void writesTheDevkitsFilesUnderItsNames() throws IOException {
    assertEquals(0, run(), err.toString());
    JsonNode matches = written("matches_facescrub_megaface_line_3_1.json");
    // Ann at 1 is searched by 0 (nothing nearer) and by 9 (3 and 2 are nearer).
    assertEquals("{\"idx\":[0,2],\"rank\":[0,2]}", matches.at("/1/probes").toString());
    // Ben at 22 is searched by 20, and 21 lies between.
    assertEquals("{\"idx\":[3],\"rank\":[1]}", matches.at("/4/probes").toString());
    assertEquals("[0,1,2]", matches.at("/0/distractors/idx").toString());
    assertEquals("[-4.0,-9.0,-441.0]", matches.at("/0/distractors/score").toString());
    JsonNode cmc = written("cmc_facescrub_megaface_line_3_1.json");
    // Ranks of the 8 searches: 0 2, 0 2, 2 2 from 0, 1 and 9, and 1, 1 from 20 and 22.
    assertEquals("[0,1,2,3]", cmc.at("/cmc/0").toString());
    assertEquals(2 / 8.0, cmc.at("/cmc/1/0").asDouble(), 1e-7);
    assertEquals(4 / 8.0, cmc.at("/cmc/1/1").asDouble(), 1e-7);
  }

  @Test
  void judgesAgainWithoutNoises() throws IOException {
    Path noises = Files.writeString(folder.resolve("noises.txt"), "2.jpg\n");
    assertEquals(0, run("--distractor-noises", noises.toString()), err.toString());
    JsonNode matches = written("cleaned/matches_facescrub_megaface_line_3_1.json");
    assertEquals("{\"idx\":[0,2],\"rank\":[0,1]}", matches.at("/1/probes").toString());
    assertTrue(Pattern.compile("3, cleaned +2 +8 ").matcher(out.toString()).find(), out.toString());
    assertTrue(
        Files.readString(folder.resolve("out/report.html"))
            .contains("<a href=\"cleaned/report.html\">cleaned/report.html</a>"));
    assertTrue(
        Files.readString(folder.resolve("out/cleaned/report.txt"))
            .contains("The same experiment, as listed: ../report.html\n"));
  }

  @Test
  void whereNothingIsNoiseCleanedIsAsListed() throws IOException {
    Path none = Files.writeString(folder.resolve("none.txt"), "");
    assertEquals(
        0,
        run("--probe-noises", none.toString(), "--distractor-noises", none.toString()),
        err.toString());
    String name = "matches_facescrub_megaface_line_3_1.json";
    assertEquals(written(name), written("cleaned/" + name));
  }

  @Test
  void insightFacesWayGivesTheSameRanks() throws IOException {
    Path noises = Files.writeString(folder.resolve("noises.txt"), "2.jpg\n");
    assertEquals(
        0,
        run("--distractor-noises", noises.toString(), "--noise-strategy", "insightface"),
        err.toString());
    JsonNode matches = written("cleaned/matches_facescrub_megaface_line_3_1.json");
    assertEquals("{\"idx\":[0,2],\"rank\":[0,1]}", matches.at("/1/probes").toString());
    // Still among the distractors, and far away: 2 is now at (2, 100).
    assertEquals("[1,2,0]", matches.at("/0/distractors/idx").toString());
  }

  /** Points on a line have two directions only, so that all on one side tie. */
  @Test
  void theCosineKnowsNoLengths() throws IOException {
    Files.delete(folder.resolve("probes/Person_0.jpg_line.bin"));
    FeatureFile.write(folder.resolve("probes/Person_0.jpg_line.bin"), new float[] {-7});
    assertEquals(0, run("--metric", "cosine"), err.toString());
    assertTrue(
        !Files.readString(folder.resolve("out/report.txt")).contains("Suspicious"),
        "nor does anybody warn of them");
    JsonNode matches = written("matches_facescrub_megaface_line_3_1.json");
    assertEquals("{\"idx\":[0,2],\"rank\":[0,0]}", matches.at("/1/probes").toString());
    assertEquals("[-1.0,-1.0,-1.0]", matches.at("/0/distractors/score").toString());
  }

  @Test
  void aPackGivesTheFilesOfItsTree() throws IOException {
    assertEquals(0, run(), err.toString());
    String name = "matches_facescrub_megaface_line_3_1.json";
    String expected = Files.readString(folder.resolve("out").resolve(name));
    for (String what : List.of("probes", "distractors")) {
      FeatureTree tree = new FeatureTree(folder.resolve(what), SUFFIX);
      PackWriter.write(
          folder.resolve(what + ".pack"), PackWriter.Content.of(tree, tree.paths()), Progress.NONE);
    }
    assertEquals(
        0,
        run(
            "--probe-features", folder + "/probes.pack",
            "--distractor-features", folder + "/distractors.pack",
            "--out", folder + "/packed"),
        err.toString());
    assertEquals(expected, Files.readString(folder.resolve("packed").resolve(name)));
  }

  @Test
  void saysTheSpreadOverSets() throws IOException {
    new TemplateList(points("distractors/", 90, 91, 92), Optional.empty())
        .write(folder.resolve("megaface_features_list.json_3_2"));
    assertEquals(0, run("--sets", "2"), err.toString());
    // As listed 2 of 8 searches win against the first set, and all 8 against the second.
    assertTrue(
        Pattern.compile("3, as listed +2 +62.500 ± 53.033 +100.000 ± 0.000 +[0-9.]+ ± [0-9.]+\\*")
            .matcher(out.toString())
            .find(),
        out.toString());
    String page = Files.readString(folder.resolve("out/report.html"));
    assertTrue(page.contains("62.500 ± 53.033"));
    for (String caption :
        List.of(
            "TPR against the last of them alone, 3, set 2.",
            "against the list with the most distractors, 3, set 2, mean",
            "against the same list, 3, set 2, as the first")) {
      assertTrue(page.contains(caption), caption);
    }
    out.getBuffer().setLength(0);
    assertEquals(0, run(), err.toString());
    assertTrue(!out.toString().contains("±"), "one list has no spread");
  }

  @Test
  void theReportSaysWhichFeaturesAndWhatIsSuspiciousAboutThem() throws IOException {
    assertEquals(0, run(), err.toString());
    JsonNode first = written("report.json").at("/provenance/features");
    String warning =
        "probes: 4 of 5 features are not of length 1; the devkit's score then is not the cosine, and"
            + " figures may be too good as well as too bad; --metric cosine ignores lengths";
    assertTrue(
        Files.readString(folder.resolve("out/report.html"))
            .contains(warning.replace("'", "&#39;")));
    JsonNode tables = written("report.json").at("/tables");
    assertEquals(warning, tables.get(tables.size() - 1).at("/rows/0/0").asText());
    assertEquals(
        "paths and features of the 3 files that were read",
        first.at("/distractors/covers").asText());
    assertEquals(0, run(), err.toString());
    assertEquals(first, written("report.json").at("/provenance/features"), "the same features");
    points("distractors/", 21);
    FeatureFile.write(folder.resolve("probes/Person_0.jpg_line.bin"), new float[] {0.5f});
    assertEquals(0, run(), err.toString());
    JsonNode second = written("report.json").at("/provenance/features");
    assertEquals(first.at("/distractors"), second.at("/distractors"), "untouched");
    assertTrue(!first.at("/probes").equals(second.at("/probes")), "another feature");
  }

  @Test
  void judgesNothingUnlessEverythingIsThere() throws IOException {
    Path gone = folder.resolve("distractors/3.jpg_line.bin");
    Files.delete(gone);
    Path all = folder.resolve("out/missing.txt");
    fails(
        1,
        "%s: expected features for each of 3 paths, 1 is missing: %s; all of them stand in %s"
            .formatted(folder.resolve("distractors"), gone, all));
    assertEquals(gone + "\n", Files.readString(all));
    assertArrayEquals(new String[] {"missing.txt"}, folder.resolve("out").toFile().list());
  }

  @Test
  void namesWhatCannotBeJudged() throws IOException {
    fails(
        2,
        "--sizes: expected every size once, found [3, 3]; see routeface evaluate megaface --help",
        "--sizes",
        "3",
        "--sizes",
        "3");
    fails(
        1,
        folder
            + ": expected a list for every size and set, missing are"
            + " megaface_features_list.json_4_1",
        "--sizes",
        "4");
    fails(
        2,
        "--spark: expected an application with the Spark module, found one without; build it with"
            + " mvn -Pspark -DskipTests package; see routeface evaluate megaface --help",
        "--spark",
        "local[2]");
    fails(
        2,
        "--suffix: expected what follows a path in a feature file's name and names the algorithm,"
            + " such as _r100.bin, found \"\"; see routeface evaluate megaface --help",
        "--suffix",
        "");
    Path noises = Files.writeString(folder.resolve("n.txt"), "2.jpg\n3.jpg\n21.jpg\n");
    fails(
        1,
        "expected a distractor that is no noise in every list, found a list of noise alone",
        "--distractor-noises",
        noises.toString());
    fails(
        1, "Person_0.jpg: expected a vector that has a cosine, found zeros", "--metric", "cosine");
    FeatureFile.write(folder.resolve("distractors/3.jpg_line.bin"), new float[] {1e30f});
    fails(1, "3.jpg: expected finite numbers, found a vector that is not");
    for (int x : new int[] {2, 3, 21}) {
      FeatureFile.write(folder.resolve("distractors/" + x + ".jpg_line.bin"), new float[] {x, 0});
    }
    fails(1, "expected probes and distractors of one dimension, found 1 and 2");
    Path list = folder.resolve("megaface_features_list.json_3_1");
    Files.writeString(list, "{\"path\": [\"2.jpg\", \"3.jpg\"");
    fails(
        1,
        list
            + ": cannot be read as JSON: Unexpected end-of-input: expected close marker for Array");
  }

  @Test
  void knowsChoicesByWordsInLowerCase() {
    String help = "; see routeface evaluate megaface --help";
    fails(
        2,
        "Invalid value for option '--metric': expected one of devkit, cosine, found \"l2\"" + help,
        "--metric",
        "l2");
    fails(
        2,
        "Invalid value for option '--noise-strategy': expected one of drop, insightface, facexzoo,"
            + " found \"keep\""
            + help,
        "--noise-strategy",
        "keep");
  }

  /** Nothing has to be there for that. */
  @Test
  void refusesOptionsThatCouldFitNoFile() {
    String help = "; see routeface evaluate megaface --help";
    fails(2, "--sizes: expected at least 1, found [0]" + help, "--sizes", "0", "--probe-list", "x");
    fails(2, "--sets: expected at least 1, found 0" + help, "--sets", "0", "--probe-list", "x");
  }

  @Test
  void replacesItsOwnResultsAsAWholeAndNobodyElses() throws IOException {
    assertEquals(0, run(), err.toString());
    Path stale = folder.resolve("out/cmc_facescrub_megaface_line_99_1.json");
    Files.writeString(stale, "{}");
    assertEquals(0, run(), err.toString());
    assertTrue(Files.notExists(stale), "results of other lists");
    MegaFaceFolder made = MegaFaceFolder.at(folder.resolve("out"));
    String before = written("report.json").at("/provenance/command").asText();
    assertEquals(Optional.empty(), made.replaced(before));
    assertEquals(
        Optional.of("%s: replaces the report of: %s".formatted(made.folder(), before)),
        made.replaced(before + " --strict"));
    Path missing = Files.writeString(folder.resolve("out/missing.txt"), "a.jpg\n");
    assertEquals(0, run(), err.toString());
    assertTrue(Files.notExists(missing), "nothing is missing now");
    Files.writeString(folder.resolve("out/protocol.json"), "{}");
    fails(
        1,
        folder.resolve("out")
            + ": expected a new folder or results of evaluate megaface alone, found protocol.json;"
            + " choose another --out");
    Path file = Files.writeString(folder.resolve("letter"), "Dear");
    String isFile = file + ": expected a folder, found a file; choose another --out";
    fails(1, isFile, "--out", "" + file);
    fails(1, isFile, "--out", file + "/below", "--probe-list", "not-looked-at.json");
  }

  @Test
  void noisesThatNameNothingAreNoCleaning() throws IOException {
    Path noises = Files.writeString(folder.resolve("noises.txt"), "nobody/none.jpg\nfoo bar\n");
    fails(
        1,
        noises + ": expected names of images that are judged, found none among 2",
        "--probe-noises",
        noises.toString());
    fails(
        2,
        "--noise-strategy: expected --probe-noises or --distractor-noises beside it, found none;"
            + " see routeface evaluate megaface --help",
        "--noise-strategy",
        "insightface");
    fails(
        2,
        "--resamples: expected at least 1 resample, found 0; see routeface evaluate megaface --help",
        "--resamples",
        "0");
    fails(
        1,
        folder.resolve("nowhere.json") + ": expected a readable template list, found no such file",
        "--probe-list",
        folder + "/nowhere.json");
  }

  /** Warnings about lengths stand before the last line. */
  private void fails(int code, String message, String... more) {
    err.getBuffer().setLength(0);
    assertEquals(code, run(more), err.toString());
    assertEquals("routeface: " + message, err.toString().lines().reduce((a, b) -> b).orElse(""));
  }
}
