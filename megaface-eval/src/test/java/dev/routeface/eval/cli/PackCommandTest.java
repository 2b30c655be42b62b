package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.features.FeatureFile;
import dev.routeface.sdk.cli.RouteFace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Feature files to one mapped file and back. */
class PackCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void features() {
    for (int x : new int[] {2, 3, 21}) {
      FeatureFile.write(folder.resolve("distractors/" + x + ".jpg_line.bin"), new float[] {x});
    }
  }

  private int routeface(String line) {
    return RouteFace.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line.split(" "));
  }

  @Test
  void packsAndUnpacksWhatTheDevkitReads() throws IOException {
    Path pack = folder.resolve("d.safetensors");
    assertEquals(
        0,
        routeface(
            "megaface pack --features %s/distractors --suffix _line.bin --out %s"
                .formatted(folder, pack)),
        err.toString());
    assertEquals(
        0,
        routeface("megaface unpack %s --suffix _x.bin --out %s/again".formatted(pack, folder)),
        err.toString());
    assertArrayEquals(new float[] {21}, FeatureFile.read(folder.resolve("again/21.jpg_x.bin")));
    assertEquals(
        1,
        routeface(
            "megaface pack --features %s/distractors --suffix _line.bin --out %s"
                .formatted(folder, pack)));
    assertEquals(
        "routeface: %s: expected a new file, found one; choose another --out%n".formatted(pack),
        err.toString());
  }

  @Test
  void aRefusalLeavesNoFolder() throws IOException {
    Path pack = Files.writeString(folder.resolve("p"), "no pack");
    assertEquals(
        1, routeface("megaface unpack %s --suffix _x.bin --out %s/o".formatted(pack, folder)));
    assertTrue(Files.notExists(folder.resolve("o")));
  }

  @Test
  void saysWhatStoppingLeaves() {
    PackCommand pack = new PackCommand();
    new CommandLine(pack).parseArgs("--features", "f", "--suffix", "_x.bin", "--out", "o");
    assertEquals(
        "Whole blocks of features are kept in o.part; the same command goes on after them.",
        pack.ifStopped());
    UnpackCommand unpack = new UnpackCommand();
    new CommandLine(unpack).parseArgs("p", "--suffix", "_x.bin", "--out", "o");
    assertEquals("o is incomplete; delete it and give the same command again.", unpack.ifStopped());
    MegaFaceCommand judge = new MegaFaceCommand(new CircleModel());
    String lists = "--probe-list p --distractor-lists d --sizes 3 --sets 1 --out o";
    new CommandLine(judge).parseArgs((lists + " --suffix _x.bin").split(" "));
    assertEquals("No result was written; the same command begins anew.", judge.ifStopped());
    new CommandLine(judge).parseArgs((lists + " --model m.onnx").split(" "));
    assertEquals(
        "Features are kept in o/features block by block; the same command goes on with them.",
        judge.ifStopped());
  }

  @Test
  void refusesASuffixThatIsNone() {
    String suffix =
        "routeface: --suffix: expected what follows a path in a feature file's name, such as"
            + " _r100.bin, found \"/x\"; see routeface megaface %s --help%n";
    for (String use : List.of("pack --features f", "unpack p")) {
      err.getBuffer().setLength(0);
      assertEquals(2, routeface("megaface " + use + " --suffix /x --out o"));
      assertEquals(suffix.formatted(use.replaceAll(" .*", "")), err.toString());
    }
  }
}
