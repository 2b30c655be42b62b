package dev.routeface.sdk.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.foreign.Checkpoint;
import dev.routeface.models.foreign.Translation;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.FolderFaces;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.math.UnitVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A state dict by PyTorch, and what PyTorch exported of the same network as ONNX: two files of
 * another program that must agree where ours read one of them. Needs both and Labeled Faces in the
 * Wild beside the repository.
 */
class ForeignParityTest {
  private static final int FACES = 32;

  @Test
  void aStateDictEmbedsAsTheGraphThatPyTorchMadeOfIt() {
    Path models = shared().resolve("models");
    Path dict = models.resolve("mobilefacenet_foamliu128.pt");
    Path graph = models.resolve("mobilefacenet_foamliu128.onnx");
    Path photographs = shared().resolve("data/lfw112");
    assumeTrue(
        Files.exists(dict) && Files.exists(graph) && Files.isDirectory(photographs),
        "shared files are absent");
    Translation read = Translation.of(Checkpoint.read(dict), Optional.empty(), dict.toString());
    float[] faces = faces(FolderFaces.open(photographs));
    try (Embedder ours =
            new NetworkEmbedder(
                read.architecture().network(), imageNet(), read.weights(), "0".repeat(64));
        Embedder theirs = new OnnxEmbedder(graph, imageNet(), 1)) {
      assertClose(theirs.embed(faces, FACES), ours.embed(faces, FACES));
    }
  }

  private static void assertClose(UnitVectors expected, UnitVectors found) {
    assertEquals(expected.dimension(), found.dimension());
    double leastCosine = 1;
    double largest = 0;
    for (int i = 0; i < FACES; i++) {
      double cosine = 0;
      for (int k = 0; k < expected.dimension(); k++) {
        cosine += (double) expected.row(i)[k] * found.row(i)[k];
        largest = Math.max(largest, Math.abs(expected.row(i)[k] - found.row(i)[k]));
      }
      leastCosine = Math.min(leastCosine, cosine);
    }
    String figures = "cosine " + leastCosine + ", difference " + largest;
    assertTrue(leastCosine > 0.99999 && largest < 1e-4, figures);
  }

  /** Spread over the data set: of many people. */
  private static float[] faces(FaceDataset all) {
    float[] prepared = new float[FACES * imageNet().length()];
    for (int i = 0; i < FACES; i++) {
      int image = (int) ((long) i * all.size() / FACES);
      byte[] rgb = ImageReader.readSquare(all.name(image), all.encoded(image), 112).pixels();
      imageNet().prepare(rgb, prepared, i * imageNet().length());
    }
    return prepared;
  }

  private static Preparation imageNet() {
    return new Preparation(
        112,
        Preparation.ChannelOrder.RGB,
        new double[] {123.675, 116.28, 103.53},
        new double[] {58.395, 57.12, 57.375});
  }

  private static Path shared() {
    String named = System.getenv("ROUTEFACE_SHARED");
    return named == null ? Path.of("../../shared") : Path.of(named);
  }
}
