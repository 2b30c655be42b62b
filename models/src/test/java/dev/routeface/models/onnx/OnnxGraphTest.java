package dev.routeface.models.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Graphs exported by PyTorch 1.13.0; {@code make.py} beside the state dicts says how. */
class OnnxGraphTest {
  @TempDir Path folder;

  @Test
  void saysWhatPyTorchExported() throws IOException {
    OnnxGraph graph = OnnxGraph.read(file("graph.onnx"));
    assertEquals("pytorch 1.13.0", graph.producer());
    assertEquals(
        List.of(new OnnxGraph.Value("images", true, List.of(-1L, 3L, 8L, 8L))), graph.inputs());
    assertEquals("embedding [?, 4]", graph.outputs().get(0).toString());
    assertEquals(Map.of("Conv", 1L, "Flatten", 1L), graph.operators());
    assertEquals(2, graph.tensors());
    assertEquals(4 * 3 * 8 * 8 + 4, graph.parameters());
    assertEquals(Map.of(), graph.metadata());
    assertEquals(graph, graph.requireEmbedder(folder));
  }

  @ParameterizedTest
  @CsvSource({
    "maps.onnx, 'an output of float vectors [N, D]', 'maps [1, 4, 1, 1]'",
    "two.onnx, one output, '2: embedding [1, 4], other [1, 4]'",
    "last.onnx, 'an input of square float images [N, 3, S, S], N free or 1', 'images [1, 8, 8, 3], channels"
        + " last'"
  })
  void refusesOtherShapesByName(String name, String expected, String found) throws IOException {
    Path file = file(name);
    assertEquals(
        "%s: expected %s, found %s".formatted(file, expected, found),
        assertThrows(BadDataException.class, () -> OnnxGraph.read(file).requireEmbedder(file))
            .getMessage());
  }

  /** Field 14 of a model, as {@code onnx.proto3} has it: a key and a value. */
  @Test
  void readsWhatAWriterAdded() throws IOException {
    byte[] entry = {0x72, 6, 0x0a, 1, 'k', 0x12, 1, 'v'};
    byte[] graph = Files.readAllBytes(file("graph.onnx"));
    byte[] with = Arrays.copyOf(graph, graph.length + entry.length);
    System.arraycopy(entry, 0, with, graph.length, entry.length);
    Path file = Files.write(folder.resolve("with.onnx"), with);
    assertEquals(Map.of("k", "v"), OnnxGraph.read(file).metadata());
  }

  @Test
  void refusesEveryCutAndAllDamageOnlyByRefusing() throws IOException {
    byte[] whole = Files.readAllBytes(file("graph.onnx"));
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 600; i++) {
      byte[] damaged =
          Arrays.copyOf(whole, i % 2 == 0 ? whole.length : random.nextInt(whole.length));
      if (damaged.length > 0) {
        damaged[random.nextInt(Math.min(400, damaged.length))] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("damaged.onnx"), damaged);
      try {
        OnnxGraph.read(file).requireEmbedder(file);
      } catch (BadDataException e) {
        assertTrue(e.getMessage().startsWith(file.toString()), e::getMessage);
      }
    }
  }

  @Test
  void refusesWhatIsNoGraph() throws IOException {
    Path file = Files.write(folder.resolve("empty.onnx"), new byte[] {8, 7});
    assertEquals(
        file + ": expected an ONNX model with a graph, found none",
        assertThrows(BadDataException.class, () -> OnnxGraph.read(file)).getMessage());
  }

  private Path file(String name) throws IOException {
    try (InputStream in = OnnxGraphTest.class.getResourceAsStream(name)) {
      return Files.write(folder.resolve(name), in.readAllBytes());
    }
  }
}
