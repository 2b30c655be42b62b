package dev.routeface.sdk.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.FolderFaces;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.math.UnitVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxEmbedderTest {
  private static final Preparation EIGHT = MeanColour.PLAIN;
  @TempDir Path folder;

  /** 0 for a graph that takes any number of images, 1 for one that takes them singly. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void embedsOneOrManyWhateverTheGraphTakes(int batch) throws IOException {
    Path file = graph(batch, 3, 8, 8);
    try (OnnxEmbedder embedder = new OnnxEmbedder(file, EIGHT, 1)) {
      assertEquals(3, embedder.dimension());
      assertEquals(EIGHT, embedder.preparation());
      assertEquals(Sha256.ofFile(file), embedder.sha256());
      float[] images = images(3);
      UnitVectors rows = embedder.embed(images, 3);
      assertEquals(3, rows.size());
      for (int i = 0; i < 3; i++) {
        assertArrayEquals(means(images, i), rows.row(i), 1e-6f);
      }
    }
  }

  @Test
  void aGraphOfFreeSizeTakesThePreparations() throws IOException {
    try (OnnxEmbedder embedder = new OnnxEmbedder(graph(0, 3, 0, 0), EIGHT, 1)) {
      assertArrayEquals(means(images(1), 0), embedder.embed(images(1), 1).row(0), 1e-6f);
    }
  }

  @Test
  void refusesAnInputThatDoesNotFitThePreparation() throws IOException {
    assertMisfit("[1, 3, 16, 16]", 1, 3, 16, 16);
    assertMisfit("[-1, 1, 8, 8]", 0, 1, 8, 8);
    assertMisfit("[-1, 3, 8, 16]", 0, 3, 8, 16);
    assertMisfit("[-1, 3, 8]", 0, 3, 8);
  }

  @Test
  void refusesAnOutputThatIsNoVector() throws IOException {
    Path file = Files.write(folder.resolve("maps.onnx"), TinyOnnx.maps());
    assertEquals(
        file
            + ": expected an output of float vectors [N, D], found FLOAT [1, 3, 1, 1] for one image",
        assertThrows(BadDataException.class, () -> new OnnxEmbedder(file, EIGHT, 1)).getMessage());
  }

  @Test
  void refusesAFileThatIsNoGraph() throws IOException {
    Path file = Files.writeString(folder.resolve("text.onnx"), "not a graph");
    String message =
        assertThrows(BadDataException.class, () -> new OnnxEmbedder(file, EIGHT, 1)).getMessage();
    String start = file + ": expected an ONNX graph, found ";
    assertTrue(message.startsWith(start) && message.length() > start.length(), message);
  }

  @Test
  void refusesAnEmbeddingOfZero() throws IOException {
    try (OnnxEmbedder embedder = new OnnxEmbedder(graph(0, 3, 8, 8), EIGHT, 1)) {
      assertEquals(
          "expected a finite vector that is not zero, found length 0.0 in row 0",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> embedder.embed(new float[EIGHT.length()], 1))
              .getMessage());
    }
  }

  /** Needs a MobileFaceNet and Labeled Faces in the Wild beside the repository. */
  @Test
  void aRealModelTellsPeopleApart() {
    Path model = shared().resolve("models/mobilefacenet_foamliu128.onnx");
    Path photographs = shared().resolve("data/lfw112");
    assumeTrue(Files.exists(model) && Files.isDirectory(photographs), "shared files are absent");
    Preparation imageNet =
        new Preparation(
            112,
            Preparation.ChannelOrder.RGB,
            new double[] {123.675, 116.28, 103.53},
            new double[] {58.395, 57.12, 57.375});
    FaceDataset all = FolderFaces.open(photographs);
    float[] prepared = new float[4 * imageNet.length()];
    String[] names = {"Abel_Pacheco", "Abel_Pacheco", "Akhmed_Zakayev", "Akhmed_Zakayev"};
    int[] numbers = {0, 3, 0, 2};
    for (int i = 0; i < 4; i++) {
      int image = first(all, names[i]) + numbers[i];
      byte[] rgb = ImageReader.readSquare(all.name(image), all.encoded(image), 112).pixels();
      imageNet.prepare(rgb, prepared, i * imageNet.length());
    }
    try (OnnxEmbedder embedder = new OnnxEmbedder(model, imageNet, 1)) {
      UnitVectors rows = embedder.embed(prepared, 4);
      assertEquals(128, rows.dimension());
      double alike = Math.min(rows.cosine(0, 1), rows.cosine(2, 3));
      double apart = Math.max(rows.cosine(0, 2), rows.cosine(1, 3));
      assertTrue(alike > 0.4 && apart < 0.3, alike + " and " + apart);
    }
  }

  private static int first(FaceDataset faces, String name) {
    int identity = faces.identities().indexOf(name);
    int image = 0;
    while (faces.identity(image) != identity) {
      image++;
    }
    return image;
  }

  private void assertMisfit(String found, int... shape) throws IOException {
    Path file = graph(shape);
    assertEquals(
        file + ": expected an input N x 3 x 8 x 8 as the preparation says, found " + found,
        assertThrows(BadDataException.class, () -> new OnnxEmbedder(file, EIGHT, 1)).getMessage());
  }

  private Path graph(int... shape) throws IOException {
    return Files.write(folder.resolve("tiny.onnx"), TinyOnnx.meanOfChannels(shape));
  }

  private static float[] images(int count) {
    float[] images = new float[count * EIGHT.length()];
    for (int i = 0; i < count; i++) {
      EIGHT.prepare(FewFaces.rgb(i), images, i * EIGHT.length());
    }
    return images;
  }

  /** Mean of each channel of one image, scaled to unit length. */
  private static float[] means(float[] images, int image) {
    float[] means = new float[3];
    for (int i = 0; i < EIGHT.length(); i++) {
      means[i / 64] += images[image * EIGHT.length() + i] / 64;
    }
    UnitVectors.normalise(3, means);
    return Arrays.copyOf(means, 3);
  }

  private static Path shared() {
    String named = System.getenv("ROUTEFACE_SHARED");
    return named == null ? Path.of("../../shared") : Path.of(named);
  }
}
