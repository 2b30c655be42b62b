package dev.routeface.models.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.foreign.ByPyTorch;
import dev.routeface.models.foreign.ScriptArchive;
import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive by PyTorch, of a layer that is no embedder: two channels of one pixel. */
class ScriptedNetworkTest {
  @TempDir Path folder;

  @Test
  void findsTheCodeThatPyTorchCompresses() throws IOException {
    Path file = ByPyTorch.file(folder, "script.pt");
    assertEquals(new ScriptArchive(4, 408 + 1035 + 1546 + 986), ScriptArchive.read(file));
    assertTrue(ScriptArchive.is(file));
  }

  @Test
  void refusesAnotherNetworkInTheEnginesWords() throws IOException {
    Path file = ByPyTorch.file(folder, "script.pt");
    String message = refusal(file);
    assertTrue(
        message.startsWith(file + ": expected a network of images [1, 3, 8, 8], found ")
            && message.contains("expected input[1, 3, 8, 8] to have 2 channels"),
        message);
  }

  @Test
  void refusesAnArchiveThatIsCut() throws IOException {
    byte[] whole = ByPyTorch.bytes("script.pt");
    Path file = Files.write(folder.resolve("cut.pt"), Arrays.copyOf(whole, whole.length / 2));
    String message = refusal(file);
    assertTrue(message.startsWith(file + ": expected a TorchScript archive, found "), message);
    assertEquals(1, message.lines().count(), message);
  }

  private static String refusal(Path file) {
    return assertThrows(BadDataException.class, () -> new ScriptedNetwork(file, 8)).getMessage();
  }
}
