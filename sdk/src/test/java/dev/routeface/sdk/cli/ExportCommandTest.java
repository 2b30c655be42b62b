package dev.routeface.sdk.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.card.Card;
import dev.routeface.models.card.ImportedCard;
import dev.routeface.models.card.Label;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.Activation;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.IResNet;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.models.net.MobileNetV2;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.net.SlimResNet;
import dev.routeface.models.weights.InitialWeights;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.data.SyntheticFaces;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.Exported;
import dev.routeface.sdk.export.Agreement;
import dev.routeface.sdk.export.CheckFaces;
import dev.routeface.sdk.export.Original;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Seed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ExportCommandTest {
  private static final int SIZE = 32;
  private static final Architecture STUDENT =
      new SlimResNet(
          SIZE,
          16,
          List.of(new SlimResNet.Stage(32, 1, 1), new SlimResNet.Stage(64, 2, 2)),
          SlimResNet.Head.DEPTHWISE,
          64);
  private static final Architecture TEACHER =
      new IResNet(SIZE, List.of(1, 1, 1, 1), List.of(8, 8, 16, 16), 16);

  @TempDir Path home;
  private final StringWriter printed = new StringWriter();
  private final StringWriter errors = new StringWriter();

  static Stream<Architecture> architectures() {
    return Stream.of(
        STUDENT,
        TEACHER,
        new MobileFaceNet(SIZE, 0.25, Activation.PRELU, 16),
        new MobileFaceNet(SIZE, 0.25, Activation.RELU6, 16, MobileFaceNet.Stem.SEPARABLE),
        new MobileNetV2(SIZE, 2, 0.25, 16, MobileNetV2.Head.EMBEDDING));
  }

  /** The engine is the twin: within 1e-5 on faces, or the command fails. */
  @ParameterizedTest
  @MethodSource("architectures")
  void everyNetworkLeavesAsEveryKindOfFile(Architecture architecture) {
    Path model = model(architecture);
    assertParity(model, "student.onnx", "onnx");
    assertParity(model, "operator.onnx", "onnx", "--prelu", "operator", "--opset", "13");
    assertParity(model, "pixels.onnx", "onnx", "--inside-preparation", "--opset", "21");
    assertParity(model, "student.pt", "torchscript");
    assertParity(model, "student.safetensors", "safetensors");
  }

  private void assertParity(Path model, String name, String kind, String... more) {
    Path out = home.resolve(name);
    assertEquals(0, export(kind, model, out, more), errors.toString());
    Original original = Original.open(model);
    try (Embedder one = original.embedder();
        Embedder other = Embedders.open(out, Optional.empty())) {
      Agreement agreement = CheckFaces.compare(one, other, Optional.of(faces(40)), Progress.NONE);
      assertEquals(0, agreement.difference(), 1e-5, name);
      assertEquals(1, other.embed(new float[3 * SIZE * SIZE], 1).size(), name);
    }
  }

  @Test
  void aFileSaysWhatItIsAndWhatItPermits() {
    Path model = model(STUDENT);
    for (String kind : List.of("onnx", "torchscript", "safetensors")) {
      Path out = home.resolve("student." + kind);
      assertEquals(0, export(kind, model, out), errors.toString());
      Exported exported = Exported.read(out);
      Label label = exported.label().orElseThrow();
      Card card = Card.read(model.resolve(Card.FILE));
      assertEquals(card.toJson(), label.card().toJson(), kind);
      assertEquals(preparation(), exported.preparation().orElseThrow(), kind);
      assertEquals(card.weights().sha256(), exported.texts().get("routeface.weights"), kind);
      assertEquals("MIT", exported.texts().get("routeface.licence"), kind);
    }
  }

  @Test
  void aFileThatPreparesPixelsSaysThatNothingIsLeftToDo() {
    Path out = home.resolve("pixels.onnx");
    assertEquals(0, export("onnx", model(STUDENT), out, "--inside-preparation"));
    assertEquals(Preparation.pixels(SIZE), Exported.read(out).preparation().orElseThrow());
    Path stated = home.resolve("stated.json");
    write(stated, Fields.text(preparation().toJson()));
    assertEquals(
        out
            + ": expected no preparation, since the graph takes pixels and prepares them, found "
            + preparation(),
        assertThrows(BadDataException.class, () -> Embedders.open(out, Optional.of(stated)))
            .getMessage());
  }

  @Test
  void equalExportsAreEqualBytes() throws IOException {
    Path model = model(STUDENT);
    for (String kind : List.of("onnx", "torchscript", "safetensors")) {
      assertEquals(0, export(kind, model, home.resolve("a." + kind)));
      assertEquals(0, export(kind, model, home.resolve("b." + kind)));
      assertEquals(-1, Files.mismatch(home.resolve("a." + kind), home.resolve("b." + kind)), kind);
    }
  }

  @Test
  void aTeacherHasTheNamesOfAnotherProgram() {
    Path out = home.resolve("r.safetensors");
    assertEquals(
        0,
        export("safetensors", model(TEACHER), out, "--names", "arcface_torch"),
        errors::toString);
    Map<String, Tensor> tensors = Safetensors.read(out).tensors();
    assertTrue(tensors.containsKey("layer1.0.bn1.running_mean"), tensors.keySet()::toString);
    assertTrue(tensors.containsKey("fc.weight"), tensors.keySet()::toString);
    assertFalse(tensors.containsKey("head.fc.weight"));
  }

  @Test
  void refusesNamesThatDoNotExistForANetwork() {
    Path out = home.resolve("s.safetensors");
    assertEquals(
        RouteFace.FAILED, export("safetensors", model(STUDENT), out, "--names", "arcface_torch"));
    assertEquals(
        "routeface: expected IResNet of InsightFace's arcface_torch, found "
            + STUDENT.toJson()
            + "\n",
        errors.toString());
    assertFalse(Files.exists(out));
  }

  /** Nothing of a network that was drawn by lot is easy; trained ones do better. */
  @ParameterizedTest
  @MethodSource("calibrations")
  void bytesAgreeWithFloats(String calibration) throws IOException {
    Path out = home.resolve("student.int8.onnx");
    Path float32 = home.resolve("student.onnx");
    Path model = model(STUDENT);
    assertEquals(0, export("onnx", model, float32), errors::toString);
    assertEquals(0, int8(model, out, "--calibration", calibration), errors::toString);
    assertTrue(printed.toString().contains(" layers in bytes\n"), printed::toString);
    assertTrue(Files.size(out) < Files.size(float32));
    Fields report = Fields.open(home.resolve("student.int8.json"));
    assertTrue(report.number("lowCosine", 0, 1) >= 0.98);
    assertEquals(Sha256.ofFile(out), report.sha256("model"));
  }

  static Stream<String> calibrations() {
    return Stream.of("minmax", "percentile", "kl");
  }

  @Test
  void saysHowManyFacesTheCalibrationDidNotSee() {
    Path out = home.resolve("student.onnx");
    String check = faces(48).toString(); // the forty to calibrate on, and eight
    assertEquals(0, int8(model(STUDENT), out, "--check", check), errors::toString);
    assertTrue(
        printed.toString().contains(" 48 faces, 8 of them new to the calibration: "),
        printed::toString);
  }

  @Test
  void aFileThatCannotBeComparedGetsNoName() throws IOException {
    Path out = home.resolve("student.onnx");
    Path nobody = Files.createDirectory(home.resolve("nobody"));
    assertEquals(
        RouteFace.FAILED, export("onnx", model(STUDENT), out, "--check", nobody.toString()));
    assertFalse(Files.exists(out));
    assertEquals(0, export("onnx", model(STUDENT), out), errors::toString);
    assertTrue(Files.exists(out));
    assertFalse(Files.exists(home.resolve(".unchecked-student.onnx")));
  }

  @Test
  void layersGoBackToFloatUntilTheCosineIsReached() {
    Path out = home.resolve("student.onnx");
    assertEquals(0, int8(model(STUDENT), out, "--cosine", "0.99995"), errors::toString);
    Fields report = Fields.open(home.resolve("student.json"));
    List<String> spared =
        report.objects(
            "steps",
            step -> {
              step.number("meanCosine", 0, 1.1);
              step.number("lowCosine", 0, 1.1);
              return step.text("inFloat");
            });
    assertTrue(spared.size() > 1, spared::toString);
    assertTrue(report.number("lowCosine", 0, 1.1) >= 0.99995);
    assertTrue(printed.toString().contains(spared.get(1) + " in float"), printed::toString);
  }

  @Test
  void refusesALargerFileThanTheBudget() {
    Path out = home.resolve("student.onnx");
    assertEquals(RouteFace.FAILED, export("onnx", model(STUDENT), out, "--budget", "1000"));
    assertTrue(
        errors
            .toString()
            .matches(
                "routeface: .*student.onnx: expected at most 1000 bytes, found \\d+; nothing was"
                    + " written\n"),
        errors::toString);
    assertFalse(Files.exists(out));
  }

  @Test
  void refusesAFolderOfThreeFaces() {
    Path few = faces(3);
    Path out = home.resolve("s.onnx");
    assertEquals(
        RouteFace.FAILED,
        export("onnx", model(STUDENT), out, "--int8", "--calibrate", few.toString()));
    assertEquals(
        "routeface: " + few + ": expected at least 32 faces to calibrate on, found 3\n",
        errors.toString());
  }

  @Test
  void refusesOptionsThatMakeNoSense() {
    assertWrongUse("--int8: expected --calibrate FACES beside it, found none", "--int8");
    assertWrongUse(
        "expected --int8 beside --calibrate, --calibration and --cosine, found none",
        "--cosine",
        "0.9");
    assertWrongUse("--opset: expected 13 to 21, found 12", "--opset", "12");
    assertWrongUse(
        "--cosine: expected a number above 0 and at most 1, found 1.5",
        "--int8",
        "--calibrate",
        "faces",
        "--cosine",
        "1.5");
    assertWrongUse("--budget: expected a number of bytes above 0, found 0", "--budget", "0");
  }

  private void assertWrongUse(String message, String... more) {
    errors.getBuffer().setLength(0);
    assertEquals(
        RouteFace.WRONG_USE, export("onnx", home.resolve("none"), home.resolve("x.onnx"), more));
    assertEquals(
        "routeface: " + message + "; see routeface export onnx --help\n", errors.toString());
  }

  @Test
  void refusesAFileThatIsThereAlready() {
    Path out = home.resolve("mine.onnx");
    write(out, "mine");
    assertEquals(RouteFace.FAILED, export("onnx", model(STUDENT), out));
    assertEquals(
        "routeface: " + out + ": expected a new file, found one that is there already\n",
        errors.toString());
  }

  @Test
  void refusesWhatHasNoLayers() {
    Path none = home.resolve("none");
    assertEquals(RouteFace.FAILED, export("onnx", none, home.resolve("x.onnx")));
    assertEquals(
        "routeface: "
            + none
            + ": expected a finished run or a model folder (with a card.json), found none\n",
        errors.toString());
    errors.getBuffer().setLength(0);
    Path closed = home.resolve("closed");
    card(Optional.empty(), new ModelCard.WeightsFile("model.onnx", "0".repeat(64)))
        .write(closed.resolve(Card.FILE));
    assertEquals(RouteFace.FAILED, export("onnx", closed, home.resolve("x.onnx")));
    assertEquals(
        "routeface: "
            + closed
            + ": expected a network whose layers are known, found a closed model, model.onnx\n",
        errors.toString());
  }

  private int int8(Path model, Path out, String... more) {
    List<String> words = new ArrayList<>(List.of("--int8", "--calibrate", faces(40).toString()));
    words.addAll(List.of(more));
    return export("onnx", model, out, words.toArray(String[]::new));
  }

  private int export(String kind, Path model, Path out, String... more) {
    List<String> words = new ArrayList<>(List.of("export", kind, "--model", model.toString()));
    words.addAll(List.of("--out", out.toString()));
    words.addAll(List.of(more));
    CommandLine line = RouteFace.commandLine();
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(errors, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return line.execute(words.toArray(String[]::new));
  }

  private Path faces(int count) {
    Path folder = home.resolve("faces" + count);
    SyntheticFaces drawn = new SyntheticFaces(count, 1, SIZE, Seed.of(3));
    for (int i = 0; i < count; i++) {
      String person = i % 2 == 0 ? "one" : "other";
      write(folder.resolve(person).resolve("%03d.ppm".formatted(i)), drawn.encoded(i));
    }
    return folder;
  }

  private Path model(Architecture architecture) {
    Path folder = home.resolve("model");
    Path weights = folder.resolve("model.safetensors");
    Safetensors.write(weights, trained(architecture));
    card(
            Optional.of(architecture),
            new ModelCard.WeightsFile("model.safetensors", Sha256.ofFile(weights)))
        .write(folder.resolve(Card.FILE));
    return folder;
  }

  /** As if trained: nothing is left as it begins. */
  private static Weights trained(Architecture architecture) {
    Weights initial = InitialWeights.of(architecture.network(), 3);
    SplittableRandom random = new SplittableRandom(3);
    for (Parameter parameter : Parameter.of(architecture.network())) {
      float[] data = initial.tensor(parameter.name()).data();
      for (int i = 0; i < data.length; i++) {
        data[i] += parameter.role() == Parameter.Role.WEIGHT ? 0 : random.nextDouble() / 4;
      }
    }
    return initial;
  }

  private static Card card(Optional<Architecture> architecture, ModelCard.WeightsFile weights) {
    return new ImportedCard(
        "model",
        architecture,
        architecture.map(Architecture::embedding).orElse(16),
        preparation(),
        weights,
        new ImportedCard.Source("f", "0".repeat(64), "form", "stated", "command", "unknown"),
        new ModelCard.Terms("MIT", List.of("nobody")));
  }

  private static Preparation preparation() {
    return new Preparation(
        SIZE,
        Preparation.ChannelOrder.BGR,
        new double[] {120, 127.5, 130},
        new double[] {64, 127.5, 60});
  }

  private static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path file, byte[] bytes) {
    DurableFile.write(file, out -> out.write(bytes));
  }
}
