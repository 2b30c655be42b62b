package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.routeface.eval.certificate.People;
import dev.routeface.models.card.ImportedCard;
import dev.routeface.models.card.Label;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.card.Provenance;
import dev.routeface.models.card.TrainingData;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.SlimResNet;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.data.FaceDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code certify} makes of the people that a model was trained on. */
class CertifyTrainingTest extends CertifyRuns {
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
}
