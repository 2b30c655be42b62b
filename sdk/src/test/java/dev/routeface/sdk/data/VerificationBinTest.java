package dev.routeface.sdk.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.image.RgbImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pickles in the text protocol, which can be written by hand. */
class VerificationBinTest {
  @TempDir Path home;

  @Test
  void pairsNeighbours() throws IOException {
    List<VerificationPair> pairs =
        VerificationBin.open(pickle("((lS'a'\naS'b'\naS'c'\naS'd'\na(lI01\naI0\nat."));
    assertEquals(2, pairs.size());
    assertArrayEquals(new byte[] {'c'}, pairs.get(1).first());
    assertArrayEquals(new byte[] {'d'}, pairs.get(1).second());
    assertEquals(true, pairs.get(0).same());
    assertEquals(false, pairs.get(1).same());
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path file = home.resolve("set.bin");
    assertEquals(
        file + ": expected a tuple of two lists, found another value", refusal("(lI1\na."));
    assertEquals(
        file + ": expected two images for each of 2 pairs, found 1 images",
        refusal("((lS'a'\na(lI01\naI00\nat."));
    assertEquals(
        file + " pair 0: expected True or False, found a Long",
        refusal("((lS'a'\naS'b'\na(lI7\nat."));
    assertEquals(
        file + " pair 0: expected an image as bytes, found a Long",
        refusal("((lS'a'\naI3\na(lI01\nat."));
  }

  @Test
  void readsASetOfTheInsightFaceTools() {
    Path file = shared().resolve("data/insightface-small-lfw.bin");
    Assumptions.assumeTrue(Files.exists(file), "research data, not part of the product: " + file);
    List<VerificationPair> pairs = VerificationBin.open(file);
    assertEquals(10, pairs.size());
    for (VerificationPair pair : pairs) {
      RgbImage image = ImageReader.readSquare(pair.name(), pair.first(), 112);
      assertEquals(112, image.width());
    }
  }

  private static Path shared() {
    String named = System.getenv("ROUTEFACE_SHARED");
    return named == null ? Path.of("../../shared") : Path.of(named);
  }

  private Path pickle(String text) throws IOException {
    return Files.write(home.resolve("set.bin"), text.getBytes(StandardCharsets.US_ASCII));
  }

  private String refusal(String text) throws IOException {
    Path file = pickle(text);
    return assertThrows(BadDataException.class, () -> VerificationBin.open(file)).getMessage();
  }
}
