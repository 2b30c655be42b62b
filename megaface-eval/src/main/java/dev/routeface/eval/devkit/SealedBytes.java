package dev.routeface.eval.devkit;

import dev.routeface.models.io.BadDataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Bytes that travel between machines: eight letters for kind and version, the content as {@link
 * java.io.DataOutput} writes it, the CRC-32C of both.
 *
 * @param kind eight letters
 */
record SealedBytes(String kind) {
  /** Writes the content. */
  interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  /** Reads what a {@link Writer} wrote. */
  interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  byte[] write(Writer content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeBytes(kind);
      content.write(out);
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws BadDataException if the bytes are cut, damaged or of another kind
   */
  <T> T read(byte[] bytes, Reader<T> reader) {
    int content = bytes.length - Integer.BYTES;
    byte[] letters = kind.getBytes(StandardCharsets.US_ASCII);
    if (content < letters.length || !Arrays.equals(letters, Arrays.copyOf(bytes, letters.length))) {
      throw new BadDataException("expected bytes that begin with " + kind + ", found others");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      in.skipNBytes(content);
      if (in.readInt() != checksum(bytes, content)) {
        throw new BadDataException(kind + ": expected the bytes of their checksum, found others");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return body(bytes, letters.length, reader);
  }

  private static <T> T body(byte[] bytes, int from, Reader<T> reader) {
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, from, bytes.length - from))) {
      return reader.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int checksum(byte[] bytes, int count) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, count);
    return (int) sum.getValue();
  }
}
