package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.features.FeaturePack;
import dev.routeface.eval.features.FeatureShards;
import dev.routeface.models.net.Activation;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.models.weights.InitialWeights;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.sdk.cli.RouteFace;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.FolderFaces;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.Embeddings;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
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

class EmbedCommandTest {
  private static final MobileFaceNet NET = new MobileFaceNet(16, 0.125, Activation.RELU, 4);

  @TempDir Path home;
  private Path faces;
  private final StringWriter printed = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @BeforeEach
  void drawFacesAndModel() {
    done(
        "data", "synth", "--identities=3", "--images=5", "--size=16", "--seed=1", "--out", at("d"));
    faces = home.resolve("d/faces");
    model("model", 1);
  }

  private void model(String name, long seed) {
    Path file = home.resolve(name + ".safetensors");
    Safetensors.write(file, InitialWeights.of(NET.network(), seed));
    done(
        "import",
        "weights",
        file.toString(),
        "--architecture",
        NET.toJson().toString(),
        "--preparation",
        "{\"size\": 16, \"order\": \"RGB\", \"mean\": [0, 0, 0], \"scale\": [255, 255, 255]}",
        "--licence=MIT",
        "--origin=somebody",
        "--out",
        at(name));
  }

  @Test
  void writesAPackThatMegaFaceReads() throws IOException {
    done(embed("model"));
    FeaturePack pack = FeaturePack.open(home.resolve("out/embeddings.safetensors"), Progress.NONE);
    UnitVectors expected = expected();
    assertEquals(15, pack.rows().size());
    FaceDataset dataset = FolderFaces.open(faces);
    List<String> lines = Files.readAllLines(home.resolve("out/images.tsv"));
    for (int i = 0; i < 15; i++) {
      assertArrayEquals(expected.row(i), pack.rows().row(i), 1e-6f);
      String path = faces.relativize(dataset.file(i).orElseThrow()).toString();
      assertEquals(path, pack.paths().get(i));
      assertEquals(dataset.identities().get(dataset.identity(i)) + "\t" + path, lines.get(i));
    }
    assertTrue(printed.toString().endsWith("15 embeddings of 4 dimensions: " + at("out") + "\n"));
  }

  private UnitVectors expected() {
    try (Embedder embedder = Embedders.open(home.resolve("model"), Optional.empty())) {
      FacePixels pixels = FacePixels.open(FolderFaces.open(faces), 16, Progress.NONE);
      return Embeddings.of(embedder, pixels, Progress.NONE);
    }
  }

  /** As if killed: the pack has its last name only when it is whole. */
  @Test
  void goesOnWithWhatItBegan() throws IOException {
    done(embed("model"));
    Path pack = home.resolve("out/embeddings.safetensors");
    byte[] whole = Files.readAllBytes(pack);
    done(embed("model")); // whole already
    Files.move(pack, home.resolve("out/embeddings.safetensors.part"));
    done(embed("model"));
    assertArrayEquals(whole, Files.readAllBytes(pack));
  }

  @Test
  void refusesAFolderOfAnotherModelOrOfSomethingElse() throws IOException {
    done(embed("model"));
    model("other", 2);
    fails(
        at("out")
            + ": expected a new folder or embeddings of the same model and data, found others;"
            + " choose another --out",
        embed("other"));
    Files.delete(home.resolve("out/embedding.json"));
    fails(
        at("out") + ": expected a new or empty folder, found embeddings.safetensors in it",
        embed("model"));
  }

  @Test
  void writesShardsOfTheSameRows() {
    done(
        "embed",
        faces.toString(),
        "--model",
        at("model"),
        "--rows-per-file=4",
        "--out",
        at("shards"));
    FeatureShards shards = FeatureShards.open(home.resolve("shards"), Progress.NONE);
    done(embed("model"));
    FeaturePack pack = FeaturePack.open(home.resolve("out/embeddings.safetensors"), Progress.NONE);
    var rows = shards.read(pack.paths(), Progress.NONE);
    for (int i = 0; i < 15; i++) {
      assertArrayEquals(pack.rows().row(i), rows.row(i), 1e-6f);
    }
  }

  private String[] embed(String model) {
    return new String[] {"embed", faces.toString(), "--model", at(model), "--out", at("out")};
  }

  private String at(String name) {
    return home.resolve(name).toString();
  }

  private void done(String... words) {
    assertEquals(0, run(words), errors::toString);
  }

  private void fails(String message, String... words) {
    errors.getBuffer().setLength(0);
    assertEquals(1, run(words));
    assertEquals("routeface: " + message + "\n", errors.toString());
  }

  private int run(String... words) {
    CommandLine line = RouteFace.commandLine();
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(errors, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return line.execute(words);
  }
}
