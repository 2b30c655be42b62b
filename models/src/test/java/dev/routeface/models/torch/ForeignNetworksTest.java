package dev.routeface.models.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import dev.routeface.models.foreign.ByPyTorch;
import dev.routeface.models.foreign.Checkpoint;
import dev.routeface.models.foreign.Translation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * State dicts and embeddings that PyTorch made of networks written down apart from ours, with the
 * names of others: {@code make.py} beside the files.
 */
class ForeignNetworksTest {
  private static final int SIZE = 16;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"iresnet.pth", "treb1en.pth", "foamliu.pt"})
  void computeWhatPyTorchComputed(String name) throws IOException {
    Path file = ByPyTorch.file(folder, name);
    Translation read = Translation.of(Checkpoint.read(file), Optional.empty(), name);
    try (NDManager scope = TorchEngine.newScope();
        TorchNetwork network =
            new TorchNetwork(
                scope, read.architecture().network(), List.of(), read.weights(), false)) {
      float[] found = network.embed(image(), 1);
      double[] expected = ByPyTorch.embedding(name, found.length);
      for (int i = 0; i < found.length; i++) {
        assertEquals(expected[i], found[i], 1e-5, name + " " + i);
      }
    }
  }

  private static float[] image() {
    float[] image = new float[3 * SIZE * SIZE];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) (i * 37 % 255 / 127.5 - 1);
    }
    return image;
  }
}
