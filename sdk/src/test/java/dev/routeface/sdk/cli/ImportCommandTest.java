package dev.routeface.sdk.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.card.Card;
import dev.routeface.models.card.ImportedCard;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.Activation;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.models.weights.InitialWeights;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.NetworkEmbedder;
import dev.routeface.sdk.embed.OnnxEmbedder;
import dev.routeface.sdk.embed.TinyOnnx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImportCommandTest {
  private static final String EIGHT =
      "{\"size\": 8, \"order\": \"BGR\", \"mean\": [1, 2, 3], \"scale\": [128, 128, 128]}";
  private static final MobileFaceNet NET = new MobileFaceNet(16, 0.125, Activation.RELU, 4);

  @TempDir Path home;
  private Path out;
  private final StringWriter printed = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @BeforeEach
  void nameTheFolder() {
    out = home.resolve("model");
  }

  @Test
  void aGraphNeedsNoPreparationAfterwards() throws IOException {
    Path file = graph();
    assertEquals(0, onnx(file, "--preparation", EIGHT), errors.toString());
    float[] image = new float[3 * 8 * 8];
    image[5] = 1;
    image[100] = -2;
    image[180] = 3;
    Preparation preparation = Card.read(out.resolve(Card.FILE)).preparation();
    try (Embedder imported = Embedders.open(out, Optional.empty());
        Embedder plain = new OnnxEmbedder(file, preparation, 1)) {
      assertEquals(EIGHT.replace(" ", ""), words(imported.preparation()));
      assertArrayEquals(plain.embed(image, 1).row(0), imported.embed(image, 1).row(0));
    }
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(out.resolve("model.onnx")));
  }

  private static String words(Preparation preparation) {
    return preparation.toString().replace(".0", "");
  }

  @Test
  void theCardSaysWhereItCameFrom() throws IOException {
    Path file = graph();
    assertEquals(0, onnx(file, "--preparation", EIGHT), errors.toString());
    ImportedCard card = (ImportedCard) Card.read(out.resolve(Card.FILE));
    assertEquals("tiny", card.id());
    assertEquals(3, card.embedding());
    assertEquals(Sha256.ofFile(file), card.source().sha256());
    assertEquals("tiny.onnx", card.source().file());
    assertEquals("stated", card.source().preparation());
    assertEquals("MIT", card.terms().licence());
    assertEquals(List.of("somebody"), card.terms().madeFrom());
    assertFalse(Files.readString(out.resolve(Card.FILE)).contains(home.toString()));
  }

  @Test
  void saysWhatItFoundAndHowToGoOn() throws IOException {
    assertEquals(0, onnx(graph(), "--preparation", EIGHT), errors.toString());
    String digest = Sha256.ofFile(out.resolve("model.onnx"));
    assertEquals(
        """
        recognised    ONNX
        input         images [1, 3, 8, 8]
        output        embedding [?, ?]
        operators     1 GlobalAveragePool, 1 Flatten
        tensors       0 with 0 parameters
        preparation   8 x 8 BGR, minus 1 2 3, over 128 (stated)
        embedding     3 dimensions
        written       OUT, sha256 %s
        next          routeface embed FACES --model OUT --out embedded
                      routeface evaluate pairs --model OUT --data faces=LFW --pairs LFW/pairs.txt\
         --flip none --fmr 1e-2 1e-3 --resamples 2000 --seed 1 --out report
        """
            .formatted(digest),
        printed.toString().replace(out.toString(), "OUT"));
  }

  @Test
  void takesWhatTheFileItselfSays() throws IOException {
    byte[] key = "routeface.preparation".getBytes(StandardCharsets.US_ASCII);
    byte[] value = EIGHT.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream with = new ByteArrayOutputStream();
    with.writeBytes(TinyOnnx.meanOfChannels(1, 3, 8, 8));
    with.writeBytes(
        new byte[] {0x72, (byte) (4 + key.length + value.length), 0x0a, (byte) key.length});
    with.writeBytes(key);
    with.writeBytes(new byte[] {0x12, (byte) value.length});
    with.writeBytes(value);
    assertEquals(
        0, onnx(Files.write(home.resolve("said.onnx"), with.toByteArray())), errors.toString());
    ImportedCard card = (ImportedCard) Card.read(out.resolve(Card.FILE));
    assertEquals(EIGHT.replace(" ", ""), words(card.preparation()));
    assertEquals("in the file's metadata", card.source().preparation());
  }

  @Test
  void asksForAPreparationThatNobodyStates() throws IOException {
    Path file = graph();
    assertEquals(RouteFace.WRONG_USE, onnx(file));
    assertEquals(
        "routeface: "
            + file
            + " does not say how its images are prepared; state it, for instance --preparation"
            + " '{\"size\": 112, \"order\": \"RGB\", \"mean\": [127.5, 127.5, 127.5], \"scale\":"
            + " [127.5, 127.5, 127.5]}', or find out with --probe-preparation FACES; see routeface"
            + " import onnx --help\n",
        errors.toString());
    assertFalse(Files.exists(out));
  }

  @Test
  void refusesAPreparationOfAnotherSize() throws IOException {
    Path file = graph();
    assertEquals(RouteFace.WRONG_USE, onnx(file, "--preparation", EIGHT.replace("8,", "16,")));
    assertEquals(
        "routeface: "
            + file
            + ": expected a preparation of 8 pixels, which the model takes, found 16; see routeface"
            + " import onnx --help\n",
        errors.toString());
    assertFalse(Files.exists(out));
  }

  @Test
  void readsAPreparationStrictly() throws IOException {
    assertEquals(RouteFace.WRONG_USE, onnx(graph(), "--preparation", "{\"size\": 8}"));
    assertEquals("routeface: --preparation at $.order: missing key\n", errors.toString());
  }

  @Test
  void aPreparationIsStatedOrProbed() throws IOException {
    assertEquals(
        RouteFace.WRONG_USE,
        onnx(graph(), "--preparation", EIGHT, "--probe-preparation", home.toString()));
    assertTrue(errors.toString().contains("mutually exclusive"), errors::toString);
  }

  @Test
  void weightsOfOurOwnBecomeAModelThatEmbedsAsTheyDo() {
    Weights weights = InitialWeights.of(NET.network(), 5);
    Path file = home.resolve("own.safetensors");
    Safetensors.write(file, weights);
    assertEquals(0, ownWeights(file), errors.toString());
    float[] image = new float[3 * 16 * 16];
    image[7] = 1;
    Preparation preparation = Card.read(out.resolve(Card.FILE)).preparation();
    try (Embedder imported = Embedders.open(out, Optional.empty());
        Embedder plain = new NetworkEmbedder(NET.network(), preparation, weights, "")) {
      assertArrayEquals(plain.embed(image, 1).row(0), imported.embed(image, 1).row(0));
      assertEquals(Sha256.ofFile(out.resolve("model.safetensors")), imported.sha256());
    }
    assertTrue(printed.toString().contains("names         a network of RouteFace\n"));
  }

  private int ownWeights(Path file) {
    return run(
        "import",
        "weights",
        file.toString(),
        "--architecture",
        NET.toJson().toString(),
        "--preparation",
        EIGHT.replace("8, ", "16, "),
        "--licence",
        "MIT",
        "--origin",
        "somebody",
        "--out",
        out.toString());
  }

  @Test
  void aFileIsWhatItsContentSays() throws IOException {
    Path graph = Files.copy(graph(), home.resolve("net.pth"));
    assertEquals(RouteFace.FAILED, ownWeights(graph));
    assertEquals(
        "routeface: "
            + graph
            + ": expected a PyTorch state dict or safetensors, found an ONNX graph; bring it in"
            + " with: routeface import onnx\n",
        errors.toString());
    Path weights = home.resolve("net.onnx");
    Safetensors.write(weights, InitialWeights.of(NET.network(), 5));
    errors.getBuffer().setLength(0);
    assertEquals(RouteFace.FAILED, onnx(weights, "--preparation", EIGHT));
    assertEquals(
        "routeface: "
            + weights
            + ": expected an ONNX graph, found a safetensors file; bring it in with: routeface"
            + " import weights\n",
        errors.toString());
    assertFalse(Files.exists(out));
  }

  @Test
  void refusesAGraphOfAnotherShape() throws IOException {
    Path file = Files.write(home.resolve("grey.onnx"), TinyOnnx.meanOfChannels(1, 1, 8, 8));
    assertEquals(RouteFace.FAILED, onnx(file, "--preparation", EIGHT));
    assertEquals(
        "routeface: "
            + file
            + ": expected an input of square float images [N, 3, S, S], N free or 1, found images [1, 1, 8, 8]\n",
        errors.toString());
  }

  @Test
  void refusesAFolderThatHoldsSomethingElse() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("mine"), "");
    assertEquals(RouteFace.FAILED, onnx(graph(), "--preparation", EIGHT));
    assertEquals(
        "routeface: " + out + ": expected a new or empty folder, found mine in it\n",
        errors.toString());
  }

  @Test
  void aLicenceIsMoreThanABlank() throws IOException {
    List<String> words = new ArrayList<>(List.of("import", "onnx", graph().toString()));
    words.addAll(List.of("--licence", " ", "--origin", "x", "--out", out.toString()));
    assertEquals(RouteFace.WRONG_USE, run(words.toArray(String[]::new)));
    assertEquals(
        "routeface: expected a text after --licence, found none; see routeface import onnx"
            + " --help\n",
        errors.toString());
  }

  @Test
  void aFolderWithAnotherGraphIsRefused() throws IOException {
    assertEquals(0, onnx(graph(), "--preparation", EIGHT), errors.toString());
    Path graph = out.resolve("model.onnx");
    String before = Sha256.ofFile(graph);
    Files.write(graph, TinyOnnx.meanOfChannels(0, 3, 8, 8));
    assertEquals(
        graph + ": expected the content with SHA-256 " + before + ", found " + Sha256.ofFile(graph),
        assertThrows(BadDataException.class, () -> Embedders.open(out, Optional.empty()))
            .getMessage());
  }

  private Path graph() throws IOException {
    return Files.write(home.resolve("tiny.onnx"), TinyOnnx.meanOfChannels(1, 3, 8, 8));
  }

  private int onnx(Path file, String... more) {
    List<String> words = new ArrayList<>(List.of("import", "onnx", file.toString()));
    words.addAll(List.of("--licence", "MIT", "--origin", "somebody", "--out", out.toString()));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  private int run(String... words) {
    CommandLine line = RouteFace.commandLine();
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(errors, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return line.execute(words);
  }
}
