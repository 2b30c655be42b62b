package dev.routeface.eval.fuzz;

import dev.routeface.eval.protocol.IjbMeta;
import dev.routeface.eval.protocol.Templates;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** A folder for the files of one reading, which goes with it. */
record Scratch(Path folder) implements Closeable {
  /** Stands in every path. */
  static final String NAME = "fuzz-scratch";

  /** Between two files in one input: ASCII's file separator. */
  private static final byte NEXT_FILE = 0x1c;

  static Scratch open() throws IOException {
    return new Scratch(Files.createTempDirectory(NAME));
  }

  Path holding(String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A root with images {@code 0.jpg} to {@code 3.jpg}. */
  Path images() {
    for (int image = 0; image < 4; image++) {
      holding(image + ".jpg", new byte[0]);
    }
    return folder;
  }

  IjbMeta ijb(String rest, byte[] bytes) {
    holding("ijbc_" + rest, bytes);
    return new IjbMeta(folder, "ijbc");
  }

  /** Scores, then templates. */
  Templates ijbTemplates(byte[] bytes) {
    int cut = 0;
    while (cut < bytes.length && bytes[cut] != NEXT_FILE) {
      cut++;
    }
    ijb("name_5pts_score.txt", Arrays.copyOf(bytes, cut));
    return ijb(
            "face_tid_mid.txt",
            Arrays.copyOfRange(bytes, Math.min(bytes.length, cut + 1), bytes.length))
        .templates(images(), new Templates.Fusion(true, true));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
