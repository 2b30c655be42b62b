package dev.routeface.sdk.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.routeface.sdk.math.UnitVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One network, three engines, one answer. */
class EngineParityTest {
  private static final int FACES = 5;

  @TempDir Path folder;

  @Test
  void allEnginesEmbedAlike() throws IOException {
    Path onnx = Files.write(folder.resolve("net.onnx"), TinyNetwork.onnx());
    Path script = Files.write(folder.resolve("net.pt"), TinyNetwork.torchScript());
    try (Embedder ours =
            new NetworkEmbedder(TinyNetwork.ours(), MeanColour.PLAIN, TinyNetwork.weights(), "");
        Embedder graph = Embedders.file(onnx, MeanColour.PLAIN);
        Embedder scripted = Embedders.file(script, MeanColour.PLAIN)) {
      UnitVectors expected = ours.embed(faces(), FACES);
      for (Embedder other : List.of(graph, scripted)) {
        assertEquals(MeanColour.PLAIN, other.preparation());
        assertEquals(4, other.dimension());
        UnitVectors found = other.embed(faces(), FACES);
        for (int i = 0; i < FACES; i++) {
          assertArrayEquals(expected.row(i), found.row(i), 1e-5f, other.getClass().getSimpleName());
        }
      }
    }
  }

  private static float[] faces() {
    float[] images = new float[FACES * MeanColour.PLAIN.length()];
    for (int i = 0; i < FACES; i++) {
      MeanColour.PLAIN.prepare(FewFaces.rgb(i), images, i * MeanColour.PLAIN.length());
    }
    return images;
  }
}
