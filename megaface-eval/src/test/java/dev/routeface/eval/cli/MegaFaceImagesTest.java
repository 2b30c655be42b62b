package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.cli.RouteFace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The experiment from images and a model: people on a circle, as their names say. */
class MegaFaceImagesTest {
  /** An image of four pixels. */
  private static final String GREY = "P6\n2 2\n255\n" + "~".repeat(12);

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void images() throws IOException {
    List<String> probes =
        List.of("Person_0.jpg", "Person_1.jpg", "Person_9.jpg", "Person_20.jpg", "Person_22.jpg");
    List<String> distractors = List.of("2.jpg", "3.jpg", "21.jpg");
    new TemplateList(probes, Optional.of(List.of("Ann", "Ann", "Ann", "Ben", "Ben")))
        .write(folder.resolve("facescrub_features_list.json"));
    new TemplateList(distractors, Optional.empty())
        .write(folder.resolve("megaface_features_list.json_3_1"));
    write("probes", probes);
    write("distractors", distractors);
    Files.writeString(folder.resolve("m.onnx"), "a model");
  }

  private void write(String where, List<String> names) throws IOException {
    Files.createDirectories(folder.resolve(where));
    for (String name : names) {
      Files.writeString(folder.resolve(where).resolve(name), GREY);
    }
  }

  @Test
  void imagesAndTheirFeaturesGiveTheSameFiles() throws IOException {
    String common =
        "--probe-list %1$s/facescrub_features_list.json --distractor-lists %1$s --sets 1 --sizes 3 ";
    String images =
        common
            + "--model %1$s/m.onnx --preparation p.json --flip none --probes %1$s/probes --distractors %1$s/distractors --out %1$s/images";
    assertEquals(0, megaface(images.formatted(folder)), err.toString());
    for (String side : List.of("probes", "distractors")) {
      assertEquals(
          0,
          routeface(
              "megaface unpack %1$s/images/features/%2$s.safetensors --suffix _m.bin --out %1$s/f/%2$s"
                  .formatted(folder, side)),
          err.toString());
    }
    String features =
        common
            + "--probe-features %1$s/f/probes --distractor-features %1$s/f/distractors --suffix _m.bin --out %1$s/features";
    assertEquals(0, megaface(features.formatted(folder)), err.toString());
    JsonNode made = Fields.MAPPER.readTree(folder.resolve("images/report.json").toFile());
    assertEquals(
        "{\"model\":\"m\",\"sha256\":\"%s\"}".formatted(Sha256.ofText("a model")),
        made.at("/provenance/model").toString());
    assertEquals("m", made.at("/models/0/name").asText());
    for (String kind : List.of("cmc", "matches")) {
      String name = kind + "_facescrub_megaface_m_3_1.json";
      assertEquals(
          Files.readString(folder.resolve("images/" + name)),
          Files.readString(folder.resolve("features/" + name)));
    }
    assertEquals(
        2, megaface(images.formatted(folder).replace("--flip none ", "")), "flip must be said");
  }

  @Test
  void namesEveryImageThatCannotBeReadBeforeTheFirstIsEmbedded() throws IOException {
    Files.writeString(folder.resolve("probes/Person_9.jpg"), "torn");
    Files.writeString(folder.resolve("distractors/3.jpg"), "torn");
    String line =
        "--probe-list %1$s/facescrub_features_list.json --distractor-lists %1$s --sets 1 --sizes 3"
            + " --model %1$s/m.onnx --preparation p.json --flip none --probes %1$s/probes"
            + " --distractors %1$s/distractors --out %1$s/images";
    String torn =
        ".jpg: expected a JPEG, PNG, WebP, BMP or PPM (P6) image, found bytes 74 6f 72 6e";
    Path all = folder.resolve("images.unreadable.txt");
    assertEquals(1, megaface(line.formatted(folder)));
    assertEquals(
        "expected images that can be read, found 2 that cannot: Person_9%1$s; 3%1$s; all of them stand in %2$s"
            .formatted(torn, all),
        err.toString().strip());
    assertEquals("Person_9%1$s\n3%1$s\n".formatted(torn), Files.readString(all));
    assertTrue(Files.notExists(folder.resolve("images")), "a refusal leaves no folder");
  }

  private int megaface(String line) {
    CommandLine command = new CommandLine(new MegaFaceCommand(new CircleModel()));
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
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(line.split(" "));
  }

  private int routeface(String line) {
    return RouteFace.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line.split(" "));
  }
}
