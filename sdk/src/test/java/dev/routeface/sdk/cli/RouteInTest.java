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
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.Activation;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.models.weights.InitialWeights;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.TinyOnnx;
import dev.routeface.sdk.embed.TinyTorchScript;
import dev.routeface.sdk.route.Anchor;
import dev.routeface.sdk.route.Route;
import dev.routeface.sdk.train.RouteFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Ensembles, and routes of teachers that were trained elsewhere, by the command line. */
class RouteInTest {
  private static final String RGB =
      "{\"size\": 16, \"order\": \"RGB\", \"mean\": [0, 0, 0], \"scale\": [255, 255, 255]}";
  private static final String BGR =
      "{\"size\": 16, \"order\": \"BGR\", \"mean\": [90, 9, 1], \"scale\": [128, 64, 64]}";
  private static final String RECIPE =
      """
      {
        "about": "A test.",
        "architecture": {"kind": "SlimResNet", "inputSize": 16, "stem": 8,
          "stages": [{"channels": 8, "units": 1, "stride": 2}],
          "head": "DEPTHWISE", "embedding": %d},
        "preparation": {"size": 16, "order": "RGB",
          "mean": [127.5, 127.5, 127.5], "scale": [64, 64, 64]},
        "data": {"train": "train", "heldOut": "heldOut"},
        "augmentation": {"flip": true, "shift": 0, "brightness": 0},
        "training": {"epochs": 2, "batch": 4,
          "optimizer": {"kind": "Sgd", "weightDecay": 0.0005, "momentum": 0.9},
          "learningRate": {"base": 0.05, "warmupSteps": 0, "decay": {"kind": "Cosine", "floor": 0}},
          "clip": 5, "seed": 3},
        "losses": [{"kind": "Mimic", "weight": 1, "adaptor": false}],
        "teacher": %s
      }
      """;
  private static final String CLOSED = "{\"kind\": \"Closed\"}";
  private static final MobileFaceNet NET = new MobileFaceNet(16, 0.125, Activation.RELU, 4);

  @TempDir Path home;
  private final StringWriter printed = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  void anEnsembleIsAModelThatCanBeMoved() throws IOException {
    ensemble();
    Files.move(home.resolve("both"), home.resolve("moved"));
    ImportedCard card = (ImportedCard) Card.read(home.resolve("moved/card.json"));
    assertEquals("both", card.id());
    assertEquals("an ensemble of 2 models", card.source().form());
    assertEquals("MIT, and GPL", card.terms().licence());
    assertEquals(List.of("a origin", "b origin"), card.terms().madeFrom());
    assertFalse(Files.readString(home.resolve("moved/card.json")).contains(home.toString()));
    float[] image = new float[3 * 16 * 16];
    IntStream.range(0, image.length).forEach(i -> image[i] = i * 7 % 256);
    try (Embedder both = Embedders.open(home.resolve("moved"), Optional.empty())) {
      assertEquals(Preparation.pixels(16), both.preparation());
      assertEquals(6, both.dimension());
      assertEquals(Sha256.ofFile(home.resolve("moved/ensemble.json")), both.sha256());
      assertArrayEquals(
          new double[] {1, 1}, halves(both.raw(image, 1)), 1e-6, "each part has unit length");
    }
  }

  private static double[] halves(float[] row) {
    double[] squares = new double[2];
    IntStream.range(0, row.length).forEach(i -> squares[i / 3] += row[i] * row[i]);
    return squares;
  }

  @Test
  void aMemberThatWasChangedIsRefused() throws IOException {
    ensemble();
    Path card = home.resolve("both/1-a/card.json");
    String before = Sha256.ofFile(card);
    Files.writeString(card, Files.readString(card).replace("MIT", "mine"));
    assertEquals(
        card + ": expected the content with SHA-256 " + before + ", found " + Sha256.ofFile(card),
        assertThrows(
                BadDataException.class,
                () -> Embedders.open(home.resolve("both"), Optional.empty()))
            .getMessage());
  }

  @Test
  void membersAreFolders() throws IOException {
    Path file = Files.write(home.resolve("a.onnx"), TinyOnnx.meanOfChannels(1, 3, 16, 16));
    fails(
        RouteFace.FAILED,
        file
            + ": expected a model folder or a finished run, found no card.json; bring a file in"
            + " with: routeface import",
        "import",
        "ensemble",
        file.toString(),
        file.toString(),
        "--out",
        at("both"));
  }

  /** The whole way: two closed models, their ensemble, a recovered route, a student along it. */
  @Test
  void aStudentFollowsTheRecoveredRouteOfAnEnsemble() throws IOException {
    ensemble();
    draw();
    String[] recover = {
      "route",
      "recover",
      "--teacher",
      at("both"),
      "--guide",
      recipe("guide", 6, CLOSED),
      "--data=train=" + at("train/faces"),
      "--data=heldOut=" + at("heldOut/faces"),
      "--out",
      at("recovered")
    };
    done(recover);
    done(recover); // changes nothing
    RouteFolder folder = RouteFolder.open(home.resolve("recovered"));
    Route route = folder.route();
    assertEquals(List.of(1, 2, 3), route.epochs());
    assertEquals("anchors/epoch-0003/card.json", route.converged().file());
    assertEquals(Optional.of(0.0), route.converged().heldOutLoss());
    try (Embedder last = folder.embedder(route.converged());
        Embedder both = Embedders.open(home.resolve("both"), Optional.empty())) {
      assertEquals(both.sha256(), last.sha256());
    }
    String along =
        "{\"kind\": \"Along\", \"plan\": {\"kind\": \"EqualInterval\", \"stages\": 3},"
            + " \"targets\": \"%s\"}";
    distil("student", "recovered", along.formatted("CACHED"));
    assertEquals(
        List.of(
            "Trained on 12 images of 3 identities, data set \"train\"",
            "Teacher: a route of 3 anchors, the converged one with sha256 "
                + route.converged().sha256(),
            "The teacher's licence: MIT, and GPL",
            "The teacher: a origin",
            "The teacher: b origin"),
        Card.read(home.resolve("student/card.json")).terms().madeFrom());
    fails(
        RouteFace.FAILED,
        at("recovered")
            + ": expected anchors with layers, since targets are ONLINE, found a closed model at"
            + " epoch 3; use targets CACHED",
        distillation("online", "recovered", along.formatted("ONLINE")));
  }

  @Test
  void aGuideHasTheTeachersDimensions() throws IOException {
    ensemble();
    String guide = recipe("guide", 5, CLOSED);
    fails(
        RouteFace.WRONG_USE,
        guide + " at $.architecture.embedding: expected the teacher's 6 dimensions, found 5",
        "route",
        "recover",
        "--teacher",
        at("both"),
        "--guide",
        guide,
        "--data=train=x",
        "--data=heldOut=x",
        "--out",
        at("recovered"));
  }

  @Test
  void aClosedTeacherSaysItsPreparationOnceOrTheSame() throws IOException {
    ensemble();
    draw();
    String stated = "{\"kind\": \"Closed\", \"preparation\": %s}";
    fails(
        RouteFace.FAILED,
        at("a")
            + ": expected the recipe's preparation "
            + preparation(BGR)
            + ", found the card's "
            + preparation(RGB),
        distillation("student", "a", stated.formatted(BGR)));
    Path file = Files.write(home.resolve("c.onnx"), TinyOnnx.meanOfChannels(1, 3, 16, 16));
    fails(
        RouteFace.FAILED,
        file
            + ": expected a model folder, whose card says how images are prepared, or a preparation"
            + " in the recipe, found a file and none",
        distillation("student", "c.onnx", CLOSED));
  }

  private static String preparation(String json) {
    return Fields.parse("", json).read(Preparation::of).toString();
  }

  @Test
  void checkpointsBecomeARouteInTheOrderOfTheirNumbers() throws IOException {
    Path kept = Files.createDirectories(home.resolve("kept"));
    List<Weights> weights = new ArrayList<>();
    for (int epoch : List.of(2, 9, 10)) {
      weights.add(InitialWeights.of(NET.network(), epoch));
      Safetensors.write(
          kept.resolve("backbone_%d.safetensors".formatted(epoch)),
          weights.get(weights.size() - 1));
    }
    Files.writeString(kept.resolve("notes.txt"), "nothing");
    done(routeImport("backbone_*.safetensors", "--architecture", NET.toJson().toString()));
    RouteFolder folder = RouteFolder.open(home.resolve("route"));
    assertEquals(
        List.of(
            "anchors/epoch-0001.safetensors",
            "anchors/epoch-0002.safetensors",
            "model.safetensors"),
        folder.route().anchors().stream().map(Anchor::file).toList());
    for (int i = 0; i < 3; i++) {
      Anchor anchor = folder.route().at(i + 1);
      assertEquals(Optional.empty(), anchor.learningRate());
      assertEquals(Optional.empty(), anchor.heldOutLoss());
      assertEquals(weights.get(i).tensors(), folder.weights(anchor).tensors());
    }
    ImportedCard card = (ImportedCard) folder.card();
    assertEquals(
        "the last of 3 checkpoints with the names of a network of RouteFace, numbered 2, 9, 10;"
            + " learning rates and held-out losses unknown",
        card.source().form());
    assertEquals("backbone_10.safetensors", card.source().file());
    draw();
    String along =
        "{\"kind\": \"Along\", \"plan\": {\"kind\": \"GreedySearch\", \"delta\": 0.1, \"first\": 1,"
            + " \"confirm\": 1}, \"targets\": \"CACHED\"}";
    done(distillation(Path.of(recipe("student", 4, along)), "student", "route"));
  }

  @Test
  void closedCheckpointsAreARouteToo() throws IOException {
    Path kept = Files.createDirectories(home.resolve("kept"));
    for (int step : List.of(100, 2000)) {
      String means = TinyTorchScript.MEANS + " + " + step;
      Files.write(kept.resolve("step=%d.pt".formatted(step)), TinyTorchScript.of(means));
    }
    done(routeImport("step=*.pt"));
    RouteFolder folder = RouteFolder.open(home.resolve("route"));
    assertEquals(
        List.of("anchors/epoch-0001/card.json", "card.json"),
        folder.route().anchors().stream().map(Anchor::file).toList());
    float[] black = new float[3 * 16 * 16];
    try (Embedder first = folder.embedder(folder.route().at(1));
        Embedder model = Embedders.open(home.resolve("route"), Optional.empty())) {
      assertArrayEquals(new float[] {100, 100, 100}, first.raw(black, 1));
      assertArrayEquals(new float[] {2000, 2000, 2000}, model.raw(black, 1));
    }
  }

  @Test
  void allCheckpointsAreOfOneArchitecture() throws IOException {
    Path kept = Files.createDirectories(home.resolve("kept"));
    MobileFaceNet wide = new MobileFaceNet(16, 0.25, Activation.RELU, 4);
    Safetensors.write(kept.resolve("1.safetensors"), InitialWeights.of(wide.network(), 1));
    Safetensors.write(kept.resolve("2.safetensors"), InitialWeights.of(NET.network(), 1));
    assertEquals(
        RouteFace.FAILED,
        run(routeImport("*.safetensors", "--architecture", NET.toJson().toString())));
    assertTrue(
        errors.toString().startsWith("routeface: " + kept.resolve("1.safetensors") + ": expected"),
        errors::toString);
    assertFalse(Files.exists(home.resolve("route")));
  }

  @Test
  void aPatternSaysWhereTheNumbersStand() throws IOException {
    Files.createDirectories(home.resolve("kept"));
    fails(
        RouteFace.WRONG_USE,
        "--pattern: expected a star where names differ, such as backbone_*.pth, found backbone.pth;"
            + " see routeface route import --help",
        routeImport("backbone.pth"));
  }

  private String[] routeImport(String pattern, String... more) {
    List<String> words = new ArrayList<>(List.of("route", "import", at("kept")));
    words.addAll(List.of("--pattern", pattern, "--preparation", RGB, "--licence", "MIT"));
    words.addAll(List.of("--origin", "somebody", "--out", at("route")));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private void ensemble() throws IOException {
    Path onnx = Files.write(home.resolve("a.onnx"), TinyOnnx.meanOfChannels(1, 3, 16, 16));
    Path script = Files.write(home.resolve("b.pt"), TinyTorchScript.of(TinyTorchScript.MEANS));
    done(imported("onnx", onnx, RGB, "MIT"));
    done(imported("torchscript", script, BGR, "GPL"));
    done("import", "ensemble", at("a"), at("b"), "--out", at("both"));
  }

  private String[] imported(String kind, Path file, String preparation, String licence) {
    String name = file.getFileName().toString().substring(0, 1);
    return new String[] {
      "import",
      kind,
      file.toString(),
      "--preparation",
      preparation,
      "--licence",
      licence,
      "--origin",
      name + " origin",
      "--out",
      at(name)
    };
  }

  private void draw() {
    for (String name : List.of("train", "heldOut")) {
      done(
          "data",
          "synth",
          "--identities=3",
          "--images=4",
          "--size=16",
          "--seed=" + name.length(),
          "--out",
          at(name));
    }
  }

  private String recipe(String name, int embedding, String teacher) throws IOException {
    return Files.writeString(home.resolve(name + ".json"), RECIPE.formatted(embedding, teacher))
        .toString();
  }

  private void distil(String name, String teacher, String choice) throws IOException {
    done(distillation(name, teacher, choice));
  }

  private String[] distillation(String name, String teacher, String choice) throws IOException {
    return distillation(Path.of(recipe(name, 6, choice)), name, teacher);
  }

  private String[] distillation(Path recipe, String name, String teacher) {
    return new String[] {
      "distill",
      recipe.toString(),
      "--route",
      at(teacher),
      "--data=train=" + at("train/faces"),
      "--data=heldOut=" + at("heldOut/faces"),
      "--out",
      at(name)
    };
  }

  private String at(String name) {
    return home.resolve(name).toString();
  }

  private void done(String... words) {
    assertEquals(0, run(words), errors::toString);
  }

  private void fails(int code, String message, String... words) {
    errors.getBuffer().setLength(0);
    assertEquals(code, run(words));
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
