package dev.routeface.models.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.IResNet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportedCardTest {
  private static final String DIGEST = "ab".repeat(32);
  private static final IResNet SMALL = new IResNet(16, List.of(1, 1, 1, 1), List.of(2, 2, 2, 2), 3);

  @TempDir Path folder;

  @Test
  void isReadAsItWasWritten() {
    for (ImportedCard card : List.of(card(Optional.of(SMALL)), card(Optional.empty()))) {
      Path file = folder.resolve("card.json");
      card.write(file);
      assertEquals(card, assertInstanceOf(ImportedCard.class, Card.read(file)));
      assertEquals(card.architecture().map(Architecture::network), Card.read(file).network());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "embedding", "preparation", "weights", "terms"})
  void missesEveryKeyThatIsTakenAway(String key) {
    ObjectNode json = card(Optional.of(SMALL)).toJson();
    json.remove(key);
    assertEquals("card.json at $." + key + ": missing key", refusal(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "sha256", "form", "preparation", "command", "revision"})
  void missesEveryKeyOfItsSource(String key) {
    ObjectNode json = card(Optional.of(SMALL)).toJson();
    ((ObjectNode) json.get("source")).remove(key);
    assertEquals("card.json at $.source." + key + ": missing key", refusal(json));
  }

  @Test
  void refusesAPreparationOfAnotherSize() {
    ObjectNode json = card(Optional.of(SMALL)).toJson();
    ((ObjectNode) json.get("preparation")).put("size", 112);
    assertEquals(
        "card.json at $.preparation.size: expected the input size 16, found 112", refusal(json));
  }

  @Test
  void refusesAnEmbeddingThatIsNotTheArchitectures() {
    ObjectNode json = card(Optional.of(SMALL)).toJson().put("embedding", 4);
    assertEquals("card.json at $.embedding: expected the architecture's 3, found 4", refusal(json));
    assertEquals(
        "expected a preparation for 16 pixels and 3 dimensions, found 16 and 4",
        assertThrows(IllegalArgumentException.class, () -> card(Optional.of(SMALL), 4))
            .getMessage());
  }

  @Test
  void aGraphHasNoWeightsThatCouldBeRead() {
    assertEquals(
        "net has no layer list",
        assertThrows(IllegalStateException.class, () -> card(Optional.empty()).readWeights(folder))
            .getMessage());
  }

  private String refusal(ObjectNode json) {
    Path file = folder.resolve("card.json");
    DurableFile.writeText(file, Fields.text(json));
    String message = assertThrows(BadRecipeException.class, () -> Card.read(file)).getMessage();
    return message.replace(folder + "/", "");
  }

  private static ImportedCard card(Optional<Architecture> architecture) {
    return card(architecture, 3);
  }

  private static ImportedCard card(Optional<Architecture> architecture, int embedding) {
    double[] half = {127.5, 127.5, 127.5};
    return new ImportedCard(
        "net",
        architecture,
        embedding,
        new Preparation(16, Preparation.ChannelOrder.BGR, half, half),
        new ModelCard.WeightsFile("model.onnx", DIGEST),
        new ImportedCard.Source(
            "net.pth", DIGEST, "PyTorch", "stated", "routeface import", "unknown"),
        new ModelCard.Terms("MIT", List.of("somewhere")));
  }
}
