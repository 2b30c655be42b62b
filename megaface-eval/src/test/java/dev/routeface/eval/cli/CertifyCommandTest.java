package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.certificate.People;
import dev.routeface.models.card.ImportedCard;
import dev.routeface.models.card.Label;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.card.Preparation.ChannelOrder;
import dev.routeface.models.card.Provenance;
import dev.routeface.models.card.TrainingData;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.SlimResNet;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CertifyCommandTest {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;
  private static final int GATE_FAILED = 3;
  private static final int PEOPLE = 30;

  private int people = PEOPLE;

  private static final Preparation PREPARATION =
      new Preparation(16, ChannelOrder.RGB, new double[3], new double[] {1, 1, 1});

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> embedded = new ArrayList<>();

  @BeforeEach
  void models() throws IOException {
    for (String model : List.of("teacher", "student", "student-int8", "poor")) {
      Files.writeString(folder.resolve(model + ".onnx"), model);
    }
    Files.writeString(folder.resolve("prep.json"), "{}");
  }

  /** Models that are the worse the larger the noise their name stands for. */
  private final class Models implements Inputs {
    @Override
    public FaceDataset faces(Path path) {
      return People.of(people);
    }

    @Override
    public Progress progress() {
      return Progress.NONE;
    }

    @Override
    public LoadedModel model(Path path, Optional<Path> preparation, Flip flip) {
      assertEquals(path.toString().endsWith(".onnx"), preparation.isPresent());
      double noise = path.endsWith("poor.onnx") ? 2 : path.endsWith("teacher.onnx") ? 0.5 : 0.51;
      return new LoadedModel() {
        @Override
        public ObjectNode facts() {
          return Fields.object();
        }

        @Override
        public String sha256() {
          return "0".repeat(64);
        }

        @Override
        public UnitVectors embed(FaceDataset faces) {
          embedded.add(path.getFileName() + " " + faces.size());
          return People.vectors(faces, noise, 1);
        }

        @Override
        public void close() {}
      };
    }
  }

  private int run(String line) {
    CommandLine command = new CommandLine(new CertifyCommand(new Models()));
    command.addSubcommand(new CertifyVerifyCommand());
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    command.setExecutionExceptionHandler(
        (failure, unused, parsed) -> {
          assertTrue(failure instanceof BadDataException, failure::toString);
          err.write(failure.getMessage());
          return FAILED;
        });
    command.setParameterExceptionHandler(
        (failure, arguments) -> {
          err.write(failure.getMessage());
          return WRONG_USE;
        });
    String whole = line.replace("DIR", folder.toString());
    return command.execute(whole.split(" "));
  }

  private static final String SHORT =
      " --data faces=faces --fmr 0.1 0.01 --fpir 0.5 --group-fmr 0.1 --resamples 200 --out DIR/out";

  private static String pair(String teacher, String student) {
    return "--teacher DIR/%1$s.onnx --student DIR/%2$s.onnx".formatted(teacher, student)
        + prepared(teacher)
        + prepared(student);
  }

  private static String prepared(String model) {
    return " --preparation DIR/%s.onnx=DIR/prep.json".formatted(model);
  }

  private JsonNode certificate() throws IOException {
    return Fields.MAPPER.readTree(folder.resolve("out/certificate.json").toFile());
  }

  @Test
  void certifiesAModelThatIsAsGood() throws IOException {
    assertEquals(0, run(pair("teacher", "student") + SHORT), err.toString());
    JsonNode json = certificate();
    assertEquals("student may stand for teacher", json.at("/verdict").asText());
    assertTrue(json.at("/passed").asBoolean());
    assertEquals(Sha256.ofText("student"), json.at("/models/1/sha256").asText());
    assertEquals("unknown", json.at("/training/0/training").asText());
    assertEquals(0.01, json.at("/conditions/margin").asDouble());
    assertEquals(1, json.at("/conditions/seed").asInt());
    assertEquals(30, json.at("/provenance/data/distractors/images").asInt());
    assertTrue(json.at("/compatibility/0/rollOver").asBoolean());
    assertEquals(Sha256.ofText("{}"), json.at("/provenance/preparations/teacher").asText());
    assertTrue(json.at("/provenance/command").asText().startsWith("routeface --teacher "));
    assertEquals(3, json.at("/compressionGate/0/checks").size());
    String page = Files.readString(folder.resolve("out/report.html"));
    assertTrue(page.contains("<h1>Certificate: student may stand for teacher</h1>"));
    assertTrue(out.toString().contains(Files.readString(folder.resolve("out/report.txt"))));
    assertTrue(Files.exists(folder.resolve("out/det.png")));
  }

  @Test
  void exitsWithThreeWhenTheGateFails() throws IOException {
    assertEquals(GATE_FAILED, run(pair("teacher", "poor") + SHORT), err.toString());
    assertEquals("poor may not stand for teacher", certificate().at("/verdict").asText());
    assertFalse(certificate().at("/compressionGate/0/passed").asBoolean());
  }

  @Test
  void exitsWithThreeWhenAFurtherPairFails() throws IOException {
    String also = " --also DIR/student.onnx=DIR/poor.onnx" + prepared("poor");
    assertEquals(GATE_FAILED, run(pair("teacher", "student") + also + SHORT), err.toString());
    JsonNode json = certificate();
    assertEquals("student may stand for teacher", json.at("/verdict").asText());
    assertFalse(json.at("/passed").asBoolean());
    assertEquals("poor", json.at("/compressionGate/1/to").asText());
    assertEquals(3, json.at("/models").size());
  }

  @Test
  void embedsEachImageOnceByEachModel() {
    String also = " --also DIR/student.onnx=DIR/student-int8.onnx" + prepared("student-int8");
    assertEquals(0, run(pair("teacher", "student") + also + SHORT), err.toString());
    assertEquals(
        List.of(
            "teacher.onnx 120",
            "teacher.onnx 30",
            "student.onnx 120",
            "student.onnx 30",
            "student-int8.onnx 120",
            "student-int8.onnx 30"),
        embedded);
  }

  @Test
  void certifiesGroups() throws IOException {
    String csv =
        People.of(PEOPLE).identities().stream()
            .map(name -> name + "," + (name.matches(".*[02468]") ? "even" : "odd"))
            .collect(Collectors.joining("\n", "identity,group\n", "\n"));
    Files.writeString(folder.resolve("groups.csv"), csv);
    String groups = " --groups DIR/groups.csv";
    assertEquals(0, run(pair("teacher", "student") + groups + SHORT), err.toString());
    assertEquals(Sha256.ofText(csv), certificate().at("/provenance/groupsSha256").asText());
    assertEquals("odd", certificate().at("/groups/groups/1/name").asText());
    assertTrue(Files.exists(folder.resolve("out/groups-fmr.png")));
  }

  @Test
  void givesTheSameBytesForTheSameCommand() throws IOException {
    assertEquals(0, run(pair("teacher", "student") + SHORT), err.toString());
    String first = Files.readString(folder.resolve("out/certificate.json"));
    assertEquals(
        0, run((pair("teacher", "student") + SHORT).replace("DIR/out", "DIR/a/out")), "again");
    assertEquals(first, Files.readString(folder.resolve("a/out/certificate.json")));
  }

  private void refuses(int code, String expected, String line) {
    assertEquals(code, run(line), err.toString());
    assertEquals(expected.replace("DIR", folder.toString()), err.toString());
    assertFalse(Files.exists(folder.resolve("out")));
    assertEquals(List.of(), embedded);
  }

  @Test
  void refusesALineWithoutWhatIsRequired() {
    refuses(WRONG_USE, "missing required options: --student, --data, --out", "--teacher x");
  }

  @Test
  void refusesFewPeopleOnWhomModelsAgreeByChance() {
    people = 19;
    assertEquals(1, run(pair("teacher", "student") + SHORT));
    assertEquals(
        "expected at least 20 people of two images or more to judge on, found 19",
        err.toString().strip());
    people = 20;
    assertEquals(0, run(pair("teacher", "student") + SHORT), err.toString());
  }

  @Test
  void refusesOneModelTwice() {
    refuses(
        WRONG_USE,
        "expected two models, found DIR/teacher.onnx twice",
        "--teacher DIR/teacher.onnx --student DIR/teacher.onnx" + SHORT);
  }

  @Test
  void refusesAPairThatIsNone() {
    refuses(
        WRONG_USE,
        "--also: expected FROM=TO, found student",
        pair("teacher", "student") + " --also student" + SHORT);
  }

  @Test
  void refusesAnOnnxFileWithoutPreparation() {
    refuses(
        WRONG_USE,
        "expected --preparation DIR/student.onnx=FILE beside an ONNX file, found none",
        "--teacher DIR/teacher.onnx --student DIR/student.onnx" + prepared("teacher") + SHORT);
  }

  @Test
  void refusesAPreparationForAnotherModel() {
    refuses(
        WRONG_USE,
        "--preparation: expected one of DIR/teacher.onnx, DIR/student.onnx, found DIR/poor.onnx",
        pair("teacher", "student") + prepared("poor") + SHORT);
  }

  @Test
  void refusesAMarginOfNothingAndRatesOfNothing() {
    refuses(
        WRONG_USE,
        "expected a margin above 0 and below 1, found 0.0",
        pair("teacher", "student") + " --margin 0" + SHORT);
    err.getBuffer().setLength(0);
    refuses(
        WRONG_USE,
        "expected error rates above 0 and at most 1, found 2.0",
        pair("teacher", "student") + SHORT.replace("0.01", "2"));
  }

  @Test
  void refusesNoResample() {
    refuses(
        WRONG_USE,
        "expected at least 1 resample, found 0",
        pair("teacher", "student") + SHORT.replace("--resamples 200", "--resamples 0"));
  }

  @Test
  void refusesOtherRoles() {
    refuses(
        WRONG_USE,
        "--data: expected faces, or probes and distractors, found lfw",
        pair("teacher", "student") + SHORT.replace("faces=faces", "lfw=faces"));
  }

  @Test
  void refusesAModelThatIsNotThere() {
    refuses(
        FAILED,
        "DIR/none: expected a finished run (with a card.json) or an ONNX file, found neither",
        "--teacher DIR/teacher.onnx --student DIR/none" + prepared("teacher") + SHORT);
  }

  @Test
  void refusesATrainingListWithoutACardThatNamesIt() {
    refuses(
        FAILED,
        "train.list: expected the training list that a model's card names, found another",
        pair("teacher", "student") + " --trained-on train.list" + SHORT);
  }

  /** A finished run whose card says that it was trained on some people. */
  private void run(String name, FaceDataset trained) throws IOException {
    card(name, trained).write(folder.resolve(name).resolve("card.json"));
    Files.writeString(folder.resolve(name).resolve("model.safetensors"), name);
  }

  private static ModelCard card(String name, FaceDataset trained) {
    SlimResNet small =
        new SlimResNet(16, 4, List.of(new SlimResNet.Stage(4, 1, 2)), SlimResNet.Head.DEPTHWISE, 8);
    return new ModelCard(
        name,
        small,
        PREPARATION,
        new ModelCard.WeightsFile("model.safetensors", "0".repeat(64)),
        new Provenance(
            "routeface distill",
            "0".repeat(64),
            "unknown",
            1,
            TrainingData.of(trained.sha256(), trained.identities(), trained.size()),
            new Provenance.Platform("17", "Linux", "PyTorch", "cpu")),
        new ModelCard.Terms("Apache-2.0", List.of()),
        List.of());
  }

  /** What an export of a run says of itself. */
  private void export(String file, FaceDataset trained) {
    Label label = new Label(card("run", trained), "safetensors", PREPARATION);
    Safetensors.write(
        folder.resolve(file),
        Weights.of(List.of(new Tensor("w", List.of(1), new float[1])), label.texts()));
  }

  @Test
  void takesTheWordOfAFileThatSaysWhatItIs() throws IOException {
    export("student.safetensors", new People(List.of("Else/1.jpg")));
    String line = "--teacher DIR/teacher.onnx --student DIR/student.safetensors";
    assertEquals(0, run(line + prepared("teacher") + SHORT), err.toString());
    assertEquals("other-list", certificate().at("/training/1/training").asText());
  }

  @Test
  void refusesPeopleThatTheTrainingOfAnExportSaw() {
    export("student.safetensors", People.of(PEOPLE));
    refuses(
        FAILED,
        "faces: expected people that the training of student.safetensors did not see, found the"
            + " training list of its card",
        "--teacher DIR/teacher.onnx --student DIR/student.safetensors"
            + prepared("teacher")
            + SHORT);
  }

  @Test
  void knowsNothingOfTheTrainingOfWhatWasImported() throws IOException {
    Path imported = folder.resolve("imported");
    new ImportedCard(
            "foreign",
            Optional.empty(),
            8,
            PREPARATION,
            new ModelCard.WeightsFile("model.onnx", "0".repeat(64)),
            new ImportedCard.Source(
                "foreign.onnx", "0".repeat(64), "ONNX", "stated", "routeface import", "unknown"),
            new ModelCard.Terms("MIT", List.of("elsewhere")))
        .write(imported.resolve("card.json"));
    Files.writeString(imported.resolve("model.onnx"), "graph");
    String line = "--teacher DIR/teacher.onnx --student DIR/imported";
    assertEquals(0, run(line + prepared("teacher") + SHORT), err.toString());
    assertEquals(Sha256.ofText("graph"), certificate().at("/models/1/sha256").asText());
    assertEquals("unknown", certificate().at("/training/1/training").asText());
  }

  @Test
  void refusesPeopleThatTrainingSaw() throws IOException {
    run("run", People.of(PEOPLE));
    refuses(
        FAILED,
        "faces: expected people that the training of run did not see, found the training list of"
            + " its card",
        "--teacher DIR/teacher.onnx --student DIR/run" + prepared("teacher") + SHORT);
  }

  @Test
  void namesWeightsAndCardOfARun() throws IOException {
    run("run", new People(List.of("Else/1.jpg")));
    String line = "--teacher DIR/teacher.onnx --student DIR/run" + prepared("teacher") + SHORT;
    assertEquals(0, run(line), err.toString());
    assertEquals(Sha256.ofText("run"), certificate().at("/models/1/sha256").asText());
    assertEquals(
        Sha256.ofFile(folder.resolve("run/card.json")),
        certificate().at("/models/1/card").asText());
    assertEquals("other-list", certificate().at("/training/1/training").asText());
    String verify = "verify DIR/out/certificate.json --teacher DIR/teacher.onnx --student DIR/run";
    assertEquals(0, run(verify), err.toString());
    Files.writeString(folder.resolve("run/card.json"), "\n", StandardOpenOption.APPEND);
    assertEquals(FAILED, run(verify));
  }

  @Test
  void refusesGroupsOfHalfTheDataBeforeAnyModelIsOpened() throws IOException {
    Files.writeString(folder.resolve("groups.csv"), "identity,group\nPerson_0,a\n");
    refuses(
        FAILED,
        "DIR/groups.csv: expected a group for each of 150 images, 146 lack one: Person_1/0.jpg,"
            + " Person_1/1.jpg, Person_1/2.jpg, Person_1/3.jpg, Person_2/0.jpg, ...",
        pair("teacher", "student") + " --groups DIR/groups.csv" + SHORT);
  }

  @Test
  void refusesAFolderThatHoldsSomething() throws IOException {
    Files.createDirectory(folder.resolve("full"));
    Files.writeString(folder.resolve("full/a"), "");
    refuses(
        FAILED,
        "DIR/full: expected a new or empty folder, found a in it",
        pair("teacher", "student") + SHORT.replace("DIR/out", "DIR/full"));
  }

  @Test
  void verifiesTheModelsItSpeaksOf() throws IOException {
    assertEquals(0, run(pair("teacher", "student") + SHORT), err.toString());
    String verify =
        "verify DIR/out/certificate.json --teacher DIR/teacher.onnx --student DIR/%s.onnx";
    assertEquals(0, run(verify.formatted("student")), err.toString());
    assertTrue(
        out.toString()
            .endsWith(folder.resolve("out/certificate.json") + " speaks of these models.\n"));
    assertEquals(FAILED, run(verify.formatted("student-int8")));
    assertEquals(
        "--student: expected student with sha256 %s as the certificate names it, found %s with %s"
            .formatted(
                Sha256.ofText("student"),
                folder.resolve("student-int8.onnx"),
                Sha256.ofText("student-int8")),
        err.toString());
  }
}
