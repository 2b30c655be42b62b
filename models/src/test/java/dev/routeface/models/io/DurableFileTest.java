package dev.routeface.models.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
  @TempDir Path folder;

  @Test
  void writesTheWholeContentAndMakesTheFolders() throws IOException {
    Path file = folder.resolve("a/b/c.bin");
    byte[] content = new byte[200_003];
    Arrays.fill(content, (byte) 7);
    DurableFile.write(file, out -> out.write(content));
    assertArrayEquals(content, Files.readAllBytes(file));
    assertEquals(List.of("c.bin"), names(file.getParent()));
  }

  @Test
  void writesTextAsUtf8() throws IOException {
    Path file = folder.resolve("text");
    DurableFile.writeText(file, "é");
    assertArrayEquals(new byte[] {(byte) 0xc3, (byte) 0xa9}, Files.readAllBytes(file));
  }

  @Test
  void aWriterThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("kept");
    DurableFile.writeText(file, "old");
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class,
            () ->
                DurableFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }));
    assertEquals(file + ": cannot be written: No space left on device", e.getMessage());
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("kept"), names(folder));
  }

  @Test
  void aWriterWithAMistakeLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("kept");
    DurableFile.writeText(file, "old");
    assertThrows(
        IllegalStateException.class,
        () ->
            DurableFile.write(
                file,
                out -> {
                  throw new IllegalStateException("a mistake of the caller");
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("kept"), names(folder));
  }

  @Test
  void aPartLeftByACrashIsOverwritten() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(folder.resolve("file.part"), "a long rest of an earlier, killed attempt");
    DurableFile.writeText(file, "new");
    assertEquals("new", Files.readString(file));
    assertFalse(Files.exists(folder.resolve("file.part")));
  }

  @Test
  void readersNeverSeeHalfAFile() throws Exception {
    Path file = folder.resolve("shared");
    DurableFile.writeText(file, "0".repeat(100_000));
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> seen =
          List.of(
              readers.submit(() -> readUntil(done, file)),
              readers.submit(() -> readUntil(done, file)));
      for (int i = 1; i <= 60; i++) {
        DurableFile.writeText(file, String.valueOf(i % 10).repeat(100_000));
      }
      done.set(true);
      for (Future<Integer> reads : seen) {
        assertEquals(true, reads.get() > 0, "a reader must have read");
      }
    } finally {
      done.set(true);
      readers.shutdown();
    }
  }

  private static int readUntil(AtomicBoolean done, Path file) throws IOException {
    int reads = 0;
    do {
      String text = Files.readString(file);
      assertEquals(text.substring(0, 1).repeat(100_000), text);
      reads++;
    } while (!done.get());
    return reads;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
