package dev.routeface.models.foreign;

import dev.routeface.models.io.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Files that PyTorch wrote; {@code make.py} beside them says how. */
public final class ByPyTorch {
  private ByPyTorch() {}

  /** A file's bytes. */
  public static byte[] bytes(String name) {
    try (InputStream in = ByPyTorch.class.getResourceAsStream(name + ".gz");
        GZIPInputStream plain = new GZIPInputStream(in)) {
      return plain.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file in a folder, under its own name. */
  public static Path file(Path folder, String name) throws IOException {
    return Files.write(folder.resolve(name), bytes(name));
  }

  /** What PyTorch's network made of the image of {@code make.py}. */
  public static double[] embedding(String name, int dimensions) {
    try (InputStream in = ByPyTorch.class.getResourceAsStream("golden.json")) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Fields.parse("golden.json", json).numbers(name, dimensions, -1e3, 1e3);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
