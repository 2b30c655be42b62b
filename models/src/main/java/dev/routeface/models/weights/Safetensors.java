package dev.routeface.models.weights;

import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weights as safetensors files, version 0.3 and later of the format.
 *
 * <pre>
 *   8 bytes   length L of the header, little-endian, at most 100,000,000
 *   L bytes   JSON in UTF-8: {"__metadata__": {"key": "text"},
 *             "NAME": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ...},
 *             padded with spaces so that the numbers start at a multiple of 8
 *   the rest  numbers, little-endian, row-major, without gap or overlap
 * </pre>
 *
 * <p>Written is F32 alone; read are F32, F16, BF16, F64 and I64. The numbers of one file take at
 * most 2 GiB, eight times the largest network here.
 */
public final class Safetensors {
  private static final int LENGTH_BYTES = Long.BYTES;
  private static final long MAX_HEADER = 100_000_000;

  /** Floats that pass through a buffer at once, so that no file is in memory twice. */
  private static final int CHUNK = 1 << 18;

  private Safetensors() {}

  /**
   * Reads a file and checks all of it.
   *
   * @throws BadWeightsException naming file and tensor, if it is not a whole safetensors file
   */
  public static Weights read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return read(file.toString(), channel);
    } catch (IOException e) {
      throw new BadWeightsException(
          file + ": expected a readable safetensors file, found " + Reason.of(e), e);
    }
  }

  /**
   * As {@link #read(Path)}, for a file whose digest is known.
   *
   * @throws BadWeightsException also if the file has another digest
   */
  public static Weights read(Path file, String sha256) {
    if (!Files.exists(file)) {
      return read(file); // says so
    }
    String found = Sha256.ofFile(file);
    if (!found.equals(sha256)) {
      throw new BadWeightsException(
          file + ": expected the content with SHA-256 " + sha256 + ", found " + found);
    }
    return read(file);
  }

  /** Writes a file that is whole or absent; equal weights in equal order give equal bytes. */
  public static void write(Path file, Weights weights) {
    byte[] header = padded(utf8(Header.of(weights).json()));
    DurableFile.write(
        file,
        out -> {
          out.write(littleEndian(LENGTH_BYTES).putLong(header.length).array());
          out.write(header);
          for (Tensor tensor : weights.tensors().values()) {
            writeFloats(out, tensor.data());
          }
        });
  }

  private static Weights read(String file, FileChannel channel) throws IOException {
    int length = headerLength(file, channel);
    long data = (long) LENGTH_BYTES + length;
    String json = text(file, take(channel, LENGTH_BYTES, length));
    Header header = Header.parse(file, json, channel.size() - data);
    List<Tensor> tensors = new ArrayList<>();
    for (Header.Entry entry : header.entries()) {
      tensors.add(new Tensor(entry.name(), entry.shape(), floats(channel, data, entry)));
    }
    return Weights.of(tensors, header.metadata());
  }

  private static int headerLength(String file, FileChannel channel) throws IOException {
    long rest = channel.size() - LENGTH_BYTES;
    if (rest < 0) {
      throw new BadWeightsException(
          file + ": expected a header's length in 8 bytes, found " + channel.size() + " bytes");
    }
    long length = take(channel, 0, LENGTH_BYTES).getLong();
    long most = Math.min(MAX_HEADER, rest);
    if (length < 2 || length > most) {
      throw new BadWeightsException(
          "%s: expected a header of 2 to %d bytes, found %s"
              .formatted(file, most, Long.toUnsignedString(length)));
    }
    return (int) length;
  }

  private static String text(String file, ByteBuffer utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw new BadWeightsException(file + ": expected a header in UTF-8, found other bytes", e);
    }
  }

  private static float[] floats(FileChannel channel, long data, Header.Entry entry)
      throws IOException {
    float[] values = new float[entry.elements()];
    int width = entry.dtype().bytes();
    for (int done = 0; done < values.length; done += CHUNK) {
      int count = Math.min(CHUNK, values.length - done);
      long position = data + entry.begin() + (long) done * width;
      entry.dtype().decode(take(channel, position, count * width), values, done, count);
    }
    return values;
  }

  private static ByteBuffer take(FileChannel channel, long position, int bytes) throws IOException {
    ByteBuffer buffer = littleEndian(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("a file that became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static void writeFloats(OutputStream out, float[] values) throws IOException {
    for (int done = 0; done < values.length; done += CHUNK) {
      int count = Math.min(CHUNK, values.length - done);
      byte[] bytes = new byte[count * Float.BYTES];
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      buffer.asFloatBuffer().put(values, done, count);
      out.write(bytes);
    }
  }

  /** Spaces are JSON's own filler: the header stays valid and the numbers stay aligned. */
  private static byte[] padded(byte[] json) {
    int length = (json.length + LENGTH_BYTES - 1) / LENGTH_BYTES * LENGTH_BYTES;
    byte[] padded = Arrays.copyOf(json, length);
    Arrays.fill(padded, json.length, length, (byte) ' ');
    return padded;
  }

  /** Refuses half of a surrogate pair, which {@code getBytes} would silently turn into "?". */
  private static byte[] utf8(String json) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "expected names and metadata in Unicode, found half of a surrogate pair", e);
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
