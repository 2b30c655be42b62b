package dev.routeface.sdk.pull;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;

/**
 * Copies one file out of a gzipped tar (POSIX.1-1988, ustar: blocks of 512 bytes, a header before
 * each member, sizes in octal). Nothing else of it is written, wherever it claims to belong.
 */
final class TarMember {
  private static final int BLOCK = 512;

  private TarMember() {}

  /**
   * Copies a member.
   *
   * @param bytes length that it must have
   * @throws IOException if it is not there or has another length
   */
  static void copy(Path archive, String member, long bytes, Path target) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive), 1 << 16)) {
      for (byte[] header = in.readNBytes(BLOCK); named(header); header = in.readNBytes(BLOCK)) {
        long length = length(header);
        if (name(header).equals(member)) {
          take(in, length, bytes, target);
          return;
        }
        in.skipNBytes((length + BLOCK - 1) / BLOCK * BLOCK);
      }
    } catch (EOFException e) {
      throw new IOException("a cut archive", e);
    }
    throw new IOException("an archive without " + member);
  }

  private static void take(InputStream in, long length, long expected, Path target)
      throws IOException {
    if (length != expected) {
      throw new IOException("a member of %d bytes, not %d".formatted(length, expected));
    }
    Files.copy(new Bounded(in, length), target, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Two blocks of zeros end a tar. */
  private static boolean named(byte[] header) {
    return header.length == BLOCK && header[0] != 0;
  }

  private static String name(byte[] header) {
    String prefix = text(header, 345, 155);
    return prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
  }

  private static long length(byte[] header) throws IOException {
    String octal = text(header, 124, 12).strip();
    if (!octal.matches("[0-7]{1,11}")) {
      throw new IOException("a damaged archive");
    }
    return Long.parseLong(octal, 8);
  }

  private static String text(byte[] header, int from, int most) {
    int end = from;
    while (end < from + most && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  /** The next bytes of a stream, which stays open. */
  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long left;

    Bounded(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int at, int length) throws IOException {
      int read = left == 0 ? -1 : in.read(target, at, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }
  }
}
