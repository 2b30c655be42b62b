package dev.routeface.models.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file so that it is whole or absent: into a neighbour, synced, then renamed over the
 * target. A crash or a full disk leaves the old file as it was; the neighbour ({@code NAME.part})
 * is never read.
 */
public final class DurableFile {
  private DurableFile() {}

  /** Fills the stream it is given; what it wrote is the file's whole content. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code content} to {@code file}, making parent folders as needed.
   *
   * @throws UncheckedIOException naming the file, when the disk is full or the folder not writable
   */
  public static void write(Path file, Content content) {
    Path part = part(file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      writeSynced(part, content);
      rename(part, file);
    } catch (IOException e) {
      discard(part, e);
      throw new UncheckedIOException(file + ": cannot be written: " + Reason.of(e), e);
    } catch (RuntimeException e) {
      discard(part, e);
      throw e;
    }
  }

  /** As {@link #write}, for text in UTF-8. */
  public static void writeText(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** As {@link #writeText}, and nobody but the owner may read the file. */
  public static void writePrivateText(Path file, String text) {
    Path part = part(file);
    try {
      PrivateFile.folders(file.toAbsolutePath().getParent());
      Files.deleteIfExists(part);
      PrivateFile.create(part);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + Reason.of(e), e);
    }
    writeText(file, text);
  }

  private static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  private static void writeSynced(Path part, Content content) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  /** Gives a file that is whole and synced its name. */
  public static void rename(Path part, Path file) throws IOException {
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(file.toAbsolutePath().getParent());
  }

  /** The rename itself is durable only once the folder is. */
  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void discard(Path part, Exception reason) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
