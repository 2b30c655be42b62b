package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.eval.devkit.FeatureFile;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.cli.RouteFace;
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
    assertTrue(err.toString().contains("4 of 5 features are not of length 1"), err.toString());
  }

  @Test
  void judgesAgainWithoutNoises() throws IOException {
    Path noises = Files.writeString(folder.resolve("noises.txt"), "2.jpg\n");
    assertEquals(0, run("--distractor-noises", noises.toString()), err.toString());
    JsonNode matches = written("cleaned/matches_facescrub_megaface_line_3_1.json");
    assertEquals("{\"idx\":[0,2],\"rank\":[0,1]}", matches.at("/1/probes").toString());
    assertTrue(
        Pattern.compile("3, set 1, cleaned +2 +8 ").matcher(out.toString()).find(), out.toString());
  }

  @Test
  void judgesNothingUnlessEverythingIsThere() throws IOException {
    Path gone = folder.resolve("distractors/3.jpg_line.bin");
    Files.delete(gone);
    run();
    assertFalse(Files.exists(folder.resolve("out")));
  }
}
