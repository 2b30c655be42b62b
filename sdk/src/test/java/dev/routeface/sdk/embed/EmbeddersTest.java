package dev.routeface.sdk.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddersTest {
  @TempDir Path folder;

  @Test
  void opensAnOnnxFileAsItsPreparationSays() throws IOException {
    Path preparation = folder.resolve("preparation.json");
    Files.writeString(preparation, Fields.text(MeanColour.PLAIN.toJson()));
    try (Embedder embedder = Embedders.open(onnx(), Optional.of(preparation))) {
      assertInstanceOf(OnnxEmbedder.class, embedder);
      assertEquals(MeanColour.PLAIN, embedder.preparation());
    }
  }

  @Test
  void anOnnxFileNeedsAPreparation() throws IOException {
    Path file = onnx();
    assertEquals(
        file
            + ": expected --preparation FILE with the ONNX file's image size, channel order, means"
            + " and scales, found none",
        refused(file));
  }

  @Test
  void aPreparationIsReadStrictly() throws IOException {
    Path preparation = Files.writeString(folder.resolve("p.json"), "{\"size\": 8}");
    Path file = onnx();
    assertEquals(
        preparation + " at $.order: missing key",
        assertThrows(BadRecipeException.class, () -> Embedders.open(file, Optional.of(preparation)))
            .getMessage());
  }

  @Test
  void aFolderNeedsACard() {
    assertEquals(
        folder + ": expected a finished run (with a card.json) or an ONNX file, found neither",
        refused(folder));
    Path nothing = folder.resolve("nothing");
    assertEquals(
        nothing + ": expected a finished run (with a card.json) or an ONNX file, found neither",
        refused(nothing));
  }

  private Path onnx() throws IOException {
    return Files.write(folder.resolve("tiny.onnx"), TinyOnnx.meanOfChannels(1, 3, 8, 8));
  }

  private static String refused(Path path) {
    return assertThrows(BadDataException.class, () -> Embedders.open(path, Optional.empty()))
        .getMessage();
  }
}
