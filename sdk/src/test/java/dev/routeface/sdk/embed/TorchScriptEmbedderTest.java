package dev.routeface.sdk.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptEmbedderTest {
  @TempDir Path folder;

  @Test
  void embedsByItsProgram() throws IOException {
    Path file = write(TinyTorchScript.of(TinyTorchScript.MEANS));
    try (Embedder embedder = Embedders.file(file, MeanColour.PLAIN)) {
      assertInstanceOf(TorchScriptEmbedder.class, embedder);
      assertEquals(3, embedder.dimension());
      assertEquals(Sha256.ofFile(file), embedder.sha256());
      assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, embedder.raw(plain(1, 2, 3, 4, 5, 6), 2));
    }
  }

  /** As {@code torch.jit.trace} writes a reshape when it saw one image. */
  @Test
  void aProgramOfOneImageIsFedSingly() throws IOException {
    String traced = "return torch.view(torch.adaptive_avg_pool2d(x, [1, 1]), [1, 3])";
    try (Embedder embedder =
        new TorchScriptEmbedder(write(TinyTorchScript.of(traced)), MeanColour.PLAIN)) {
      assertEquals(3, embedder.dimension());
      assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, embedder.raw(plain(1, 2, 3, 4, 5, 6), 2));
    }
  }

  @Test
  void refusesWhatGivesNoVectors() throws IOException {
    refuses(
        TinyTorchScript.of("return torch.adaptive_avg_pool2d(x, [1, 1])"),
        "expected an output of vectors [N, D], found one of shape (1, 3, 1, 1) for one image");
    refuses(
        TinyTorchScript.of("return (x, x)", "Tuple[Tensor, Tensor]"),
        "expected one output of 32-bit floats, found 2 outputs");
    refuses(
        TinyTorchScript.of("return torch.argmax(torch.flatten(x, 2), 2)"),
        "expected one output of 32-bit floats, found one of int64");
  }

  @Test
  void refusesImagesOfAnotherSize() throws IOException {
    String linear = "return torch.matmul(torch.flatten(x, 1), torch.ones([27, 2]))";
    refuses(
        TinyTorchScript.of(linear),
        "expected a network of images [1, 3, 8, 8], found RuntimeError: mat1 and mat2 shapes cannot"
            + " be multiplied (1x192 and 27x2)");
  }

  @Test
  void refusesProgramsThatReachForFiles() throws IOException {
    refuses(
        TinyTorchScript.of("torch.save(x, \"stolen\")"),
        "expected a network that reaches for no files, found a call of save");
    refuses(
        TinyTorchScript.of("return torch . from_file (\"/etc/passwd\")"),
        "expected a network that reaches for no files, found a call of from_file");
  }

  @Test
  void saysWhatAFileIsInstead() throws IOException {
    refuses(
        TinyTorchScript.zip("data.pkl", "}.", "version", "3\n"),
        "expected a TorchScript archive, found a PyTorch file without code, such as a state dict;"
            + " bring it in with: routeface import weights");
    refuses(
        TinyTorchScript.zip("photo.jpg", "x"),
        "expected a TorchScript archive, found another zip archive");
    refuses(
        TinyOnnx.meanOfChannels(1, 3, 8, 8),
        "expected a TorchScript archive, found an ONNX graph; bring it in with: routeface import"
            + " onnx");
    Path weights = folder.resolve("net.pt");
    Safetensors.write(weights, TinyNetwork.weights());
    refuses(
        Files.readAllBytes(weights),
        "expected a TorchScript archive, found a safetensors file; bring it in with: routeface"
            + " import weights");
  }

  private void refuses(byte[] content, String expected) throws IOException {
    Path file = write(content);
    assertEquals(
        file + ": " + expected,
        assertThrows(BadDataException.class, () -> new TorchScriptEmbedder(file, MeanColour.PLAIN))
            .getMessage());
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("net.pt"), content);
  }

  /** Two images whose channels are each of one value. */
  private static float[] plain(float... values) {
    float[] images = new float[values.length * 64];
    for (int i = 0; i < images.length; i++) {
      images[i] = values[i / 64];
    }
    return images;
  }
}
