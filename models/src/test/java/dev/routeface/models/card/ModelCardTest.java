package dev.routeface.models.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.card.Preparation.ChannelOrder;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.net.SlimResNet;
import dev.routeface.models.weights.BadWeightsException;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCardTest {
  private static final Architecture SMALL =
      new SlimResNet(16, 4, List.of(new SlimResNet.Stage(4, 1, 2)), SlimResNet.Head.DEPTHWISE, 8);
  private static final String DIGEST = Sha256.ofText("recipe");

  @TempDir Path folder;

  @Test
  void readsTheCardThatItWrote() throws IOException {
    Path file = folder.resolve("card.json");
    ModelCard card = card(DIGEST);
    card.write(file);
    assertEquals(card, ModelCard.read(file));
    String text = Files.readString(file);
    ModelCard.read(file).write(file);
    assertEquals(text, Files.readString(file));
  }

  @Test
  void readsTheFormThatIsDocumented() {
    ModelCard card =
        parse(
            """
            {
              "id": "small_from_large.rco",
              "architecture": {
                "kind": "SlimResNet", "inputSize": 16, "stem": 4,
                "stages": [{"channels": 4, "units": 1, "stride": 2}],
                "head": "DEPTHWISE", "embedding": 8
              },
              "preparation": {
                "size": 16, "order": "RGB", "mean": [127.5, 127.5, 127.5], "scale": [128, 128, 128]
              },
              "weights": {"file": "student.safetensors", "sha256": "%1$s"},
              "provenance": {
                "command": "routeface train recipe.json",
                "recipeSha256": "%1$s",
                "revision": "4fedd08a0c1d2e3f405162738495a6b7c8d9eaf0",
                "seed": -7,
                "data": {
                  "listSha256": "%1$s", "identitiesSha256": "%1$s", "identities": 2, "images": 5
                },
                "platform": {
                  "java": "17.0.15+6", "system": "Linux amd64",
                  "engine": "PyTorch 2.7.1", "device": "cpu"
                }
              },
              "terms": {"licence": "Apache-2.0", "madeFrom": ["Synthetic faces."]},
              "results": [
                {"measure": "rank-1 at 100 distractors", "value": 0.5, "reportSha256": "%1$s"}
              ]
            }
            """
                .formatted(DIGEST));
    assertEquals(card(DIGEST), card);
    assertEquals(8, card.embedding());
  }

  @Test
  void aCardWithoutResultsIsACard() {
    ModelCard card = card(DIGEST);
    ModelCard fresh =
        new ModelCard(
            card.id(),
            SMALL,
            card.preparation(),
            card.weights(),
            card.provenance(),
            card.terms(),
            List.of());
    assertEquals(fresh, parse(fresh.toJson().toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "architecture",
        "preparation",
        "weights",
        "provenance",
        "terms",
        "results",
        "architecture.kind",
        "preparation.mean",
        "weights.file",
        "weights.sha256",
        "provenance.command",
        "provenance.recipeSha256",
        "provenance.revision",
        "provenance.seed",
        "provenance.data",
        "provenance.platform",
        "provenance.data.listSha256",
        "provenance.data.identitiesSha256",
        "provenance.data.identities",
        "provenance.data.images",
        "provenance.platform.java",
        "provenance.platform.system",
        "provenance.platform.engine",
        "provenance.platform.device",
        "terms.licence",
        "terms.madeFrom"
      })
  void namesTheKeyThatIsMissing(String path) {
    ObjectNode json = card(DIGEST).toJson();
    parent(json, path).remove(last(path));
    refuses("card.json at $." + path + ": missing key", json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "architecture.x",
        "preparation.x",
        "weights.x",
        "provenance.x",
        "provenance.data.x",
        "provenance.platform.x",
        "terms.x"
      })
  void namesTheKeyThatIsUnknown(String path) {
    ObjectNode json = card(DIGEST).toJson();
    parent(json, path).put("x", 1);
    String message =
        assertThrows(BadRecipeException.class, () -> parse(json.toString())).getMessage();
    String start = "card.json at $." + path + ": unknown key; known here: ";
    assertTrue(message.startsWith(start), message);
  }

  @Test
  void refusesValuesOutOfRange() {
    refuses("id", "Small Net", "expected lower-case letters and digits, found \"Small Net\"");
    refuses("weights.sha256", "abc", "expected 64 lower-case hexadecimal digits, found \"abc\"");
    refuses(
        "provenance.revision",
        "main",
        "expected a git revision of 40 digits or unknown, found \"main\"");
    refuses(
        "provenance.seed",
        "7",
        "expected a whole number from "
            + Long.MIN_VALUE
            + " to "
            + Long.MAX_VALUE
            + ", found \"7\"");
    refuses("terms.licence", " ", "expected a licence, found \" \"");
    refuses("terms.madeFrom", "faces", "expected a list, found \"faces\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../other.safetensors", "/etc/passwd", "a/b", "..", ".", "", "a\\b", "a\n"})
  void refusesWeightsOutsideItsFolder(String name) {
    ObjectNode json = card(DIGEST).toJson();
    parent(json, "weights.file").put("file", name);
    BadRecipeException e = assertThrows(BadRecipeException.class, () -> parse(json.toString()));
    assertEquals(
        "card.json at $.weights.file: expected the name of a file in the card's folder, found \""
            + name
            + '"',
        e.getMessage());
  }

  @Test
  void refusesFewerImagesThanIdentities() {
    ObjectNode json = card(DIGEST).toJson();
    parent(json, "provenance.data.images").put("images", 1);
    refuses(
        "card.json at $.provenance.data.images: expected a whole number from 2 to 2147483647,"
            + " found 1",
        json);
  }

  @Test
  void refusesAPreparationForAnotherSize() {
    ObjectNode json = card(DIGEST).toJson();
    parent(json, "preparation.size").put("size", 112);
    refuses("card.json at $.preparation.size: expected the input size 16, found 112", json);
    ModelCard card = card(DIGEST);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new ModelCard(
                    card.id(),
                    SlimResNet.student(),
                    card.preparation(),
                    card.weights(),
                    card.provenance(),
                    card.terms(),
                    card.results()));
    assertEquals(
        "expected a preparation for 56 pixels, the architecture's input, found 16", e.getMessage());
  }

  @Test
  void readsTheWeightsBesideIt() {
    Weights weights = weights();
    Path file = folder.resolve("student.safetensors");
    Safetensors.write(file, weights);
    assertEquals(weights, card(Sha256.ofFile(file)).readWeights(folder));
  }

  @Test
  void refusesWeightsThatAreNotItsOwn() {
    Path file = folder.resolve("student.safetensors");
    Safetensors.write(file, weights());
    assertEquals(
        file + ": expected the content with SHA-256 " + DIGEST + ", found " + Sha256.ofFile(file),
        assertThrows(BadWeightsException.class, () -> card(DIGEST).readWeights(folder))
            .getMessage());
  }

  @Test
  void refusesWeightsOfAnotherNetwork() {
    Path file = folder.resolve("student.safetensors");
    Safetensors.write(file, Weights.of(List.copyOf(weights().tensors().values()).subList(1, 6)));
    BadWeightsException e =
        assertThrows(
            BadWeightsException.class, () -> card(Sha256.ofFile(file)).readWeights(folder));
    assertTrue(
        e.getMessage()
            .startsWith(
                file
                    + ": expected the network's arrays, found "
                    + (weights().tensors().size() - 5)
                    + " differences: stem.conv.weight: expected [4, 3, 3, 3], found nothing; "),
        e::getMessage);
  }

  private static Weights weights() {
    return Weights.of(
        Parameter.of(SMALL.network()).stream()
            .map(p -> new Tensor(p.name(), p.shape(), new float[p.elements()]))
            .toList());
  }

  private static ModelCard card(String weightsSha256) {
    double[] mean = {127.5, 127.5, 127.5};
    double[] scale = {128, 128, 128};
    return new ModelCard(
        "small_from_large.rco",
        SMALL,
        new Preparation(16, ChannelOrder.RGB, mean, scale),
        new ModelCard.WeightsFile("student.safetensors", weightsSha256),
        new Provenance(
            "routeface train recipe.json",
            DIGEST,
            "4fedd08a0c1d2e3f405162738495a6b7c8d9eaf0",
            -7,
            new TrainingData(DIGEST, DIGEST, 2, 5),
            new Provenance.Platform("17.0.15+6", "Linux amd64", "PyTorch 2.7.1", "cpu")),
        new ModelCard.Terms("Apache-2.0", List.of("Synthetic faces.")),
        List.of(new ModelCard.Result("rank-1 at 100 distractors", 0.5, DIGEST)));
  }

  private static ModelCard parse(String json) {
    return Fields.parse("card.json", json).read(ModelCard::of);
  }

  private static void refuses(String path, String value, String rest) {
    ObjectNode json = card(DIGEST).toJson();
    parent(json, path).put(last(path), value);
    refuses("card.json at $." + path + ": " + rest, json);
  }

  private static void refuses(String message, ObjectNode json) {
    assertEquals(
        message, assertThrows(BadRecipeException.class, () -> parse(json.toString())).getMessage());
  }

  private static ObjectNode parent(ObjectNode json, String path) {
    int dot = path.lastIndexOf('.');
    String pointer = dot < 0 ? "" : "/" + path.substring(0, dot).replace('.', '/');
    return (ObjectNode) json.at(pointer);
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
