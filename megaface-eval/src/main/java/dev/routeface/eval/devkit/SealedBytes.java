package dev.routeface.eval.devkit;

import dev.routeface.models.io.BadDataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
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
    return body(new ByteArrayInputStream(bytes, letters.length, content - letters.length), reader);
  }

  /** A true checksum says that nothing was damaged, not that a program of ours wrote it. */
  private <T> T body(ByteArrayInputStream content, Reader<T> reader) {
    try (DataInputStream in = new DataInputStream(content)) {
      T value = reader.read(in);
      if (in.available() > 0) {
        throw wrong("nothing behind its end", in.available() + " bytes");
      }
      return value;
    } catch (EOFException e) {
      throw wrong("more bytes", "its end");
    } catch (UTFDataFormatException e) {
      throw wrong("texts in UTF-8", "others");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BadDataException wrong(String expected, Object found) {
    return new BadDataException("%s: expected %s, found %s".formatted(kind, expected, found));
  }

  /**
   * Reads how many are to follow, so that nothing is made ready for more than there are bytes.
   *
   * @param bytesEach of what follows, at least
   * @throws BadDataException if so many cannot follow
   */
  int count(DataInputStream in, int bytesEach) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available() / bytesEach) {
      throw wrong("a count of what %d bytes hold".formatted(in.available()), count);
    }
    return count;
  }

  private static int checksum(byte[] bytes, int count) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, count);
    return (int) sum.getValue();
  }
}
