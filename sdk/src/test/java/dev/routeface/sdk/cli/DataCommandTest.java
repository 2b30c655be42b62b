package dev.routeface.sdk.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Faces;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DataCommandTest {
  @TempDir Path home;
  private final StringWriter errors = new StringWriter();
  private String printed = "";

  @Test
  void drawsInspectsAndSplitsFaces() throws IOException {
    draw();
    RgbImage sheet = read(home.resolve("synth/sheet.png"));
    assertEquals("48 x 96", sheet.width() + " x " + sheet.height());

    Path faces = home.resolve("synth/faces");
    Path overview = home.resolve("overview.png");
    assertEquals(0, run("data", "inspect", faces.toString(), "--sheet", overview.toString()));
    assertTrue(printed.contains("identities  6"), printed);
    assertTrue(printed.contains("16 x 16     18"), printed);
    assertTrue(printed.contains("     2-4       6  ####################"), printed);
    assertEquals(6 * 96, read(overview).width());

    Path rules = Files.writeString(home.resolve("rules.json"), rules());
    assertEquals(0, run(splitArguments(rules, faces)), errors.toString());
    FaceDataset one = Faces.open(home.resolve("split/one.list"));
    FaceDataset two = Faces.open(home.resolve("split/two.list"));
    assertEquals(6, one.identities().size() + two.identities().size());
    assertEquals(2 * one.identities().size(), one.size());
    String summary = Files.readString(home.resolve("split/split.json"));
    String digest = Fields.MAPPER.readTree(summary).at("/parts/one/sha256").textValue();
    assertEquals(one.sha256(), digest);
  }

  @Test
  void refusesAFolderThatHoldsSomethingElse() {
    draw();
    assertEquals(RouteFace.FAILED, run(drawArguments()));
    assertEquals(
        "routeface: "
            + home.resolve("synth")
            + ": expected a new or empty folder, found faces in it",
        errors.toString().strip());
  }

  @Test
  void namesCorruptImages() throws IOException {
    draw();
    Path faces = home.resolve("synth/faces");
    Path broken =
        Files.writeString(faces.resolve("seed1-person00001/0001.png"), "no picture at all");
    assertEquals(RouteFace.FAILED, run("data", "inspect", faces.toString()));
    assertTrue(
        printed.contains(
            "corrupt: "
                + broken
                + ": expected a JPEG, PNG, WebP, BMP or PPM (P6) image, found bytes 6e 6f 20 70"),
        printed);
  }

  @Test
  void refusesDataThatTheRulesDoNotUse() throws IOException {
    draw();
    Path rules = Files.writeString(home.resolve("rules.json"), rules());
    String faces = home.resolve("synth/faces").toString();
    assertEquals(
        RouteFace.WRONG_USE,
        run(
            "data",
            "split",
            rules.toString(),
            "--data",
            "s=" + faces,
            "--data",
            "x=" + faces,
            "--out",
            home.resolve("split").toString()));
    assertEquals(
        "routeface: --data x=%s: expected a name from %s, found one it does not use; see routeface data split --help"
            .formatted(faces, rules),
        errors.toString().strip());
  }

  @Test
  void everyCommandShowsAnExample() {
    for (CommandLine command :
        RouteFace.commandLine().getSubcommands().get("data").getSubcommands().values()) {
      assertTrue(command.getUsageMessage().contains("Example:"), command.getCommandName());
    }
  }

  private void draw() {
    assertEquals(0, run(drawArguments()), errors.toString());
  }

  private String[] drawArguments() {
    return new String[] {
      "data",
      "synth",
      "--identities",
      "6",
      "--images",
      "3",
      "--size",
      "16",
      "--seed",
      "1",
      "--out",
      home.resolve("synth").toString(),
    };
  }

  private String[] splitArguments(Path rules, Path faces) {
    return new String[] {
      "data",
      "split",
      rules.toString(),
      "--data",
      "s=" + faces,
      "--out",
      home.resolve("split").toString(),
    };
  }

  private static String rules() {
    return """
    {"seed": 1,
     "parts": [{"name": "one", "imagesPerIdentity": 2}, {"name": "two", "imagesPerIdentity": 9}],
     "rules": [{"source": "s", "images": [1, 9], "shares": {"one": 0.5, "two": 0.5}}],
     "excludeImages": [], "excludeIdentities": []}
    """;
  }

  private static RgbImage read(Path file) throws IOException {
    return ImageReader.read(file.toString(), Files.readAllBytes(file));
  }

  private int run(String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      CommandLine line = RouteFace.commandLine();
      line.setErr(new PrintWriter(errors, true));
      line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
      return line.execute(arguments);
    } finally {
      System.setOut(before);
      printed = out.toString(StandardCharsets.UTF_8);
    }
  }
}
