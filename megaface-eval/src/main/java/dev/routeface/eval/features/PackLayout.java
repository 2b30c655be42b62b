package dev.routeface.eval.features;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Where things lie in a pack. It is a safetensors file, so that other programs can read it: {@code
 * features} F32 (N, D); {@code paths} U8, one path a line in UTF-8; {@code digests} U8 (B, 32), the
 * SHA-256 of every {@value #BLOCK} rows. The features begin at byte {@value #HEADER}.
 *
 * @param rows N
 * @param dimension D
 * @param pathBytes length of all lines
 * @param pathsSha256 digest of the lines
 * @param source digest of what the features were made from
 */
record PackLayout(int rows, int dimension, int pathBytes, String pathsSha256, String source) {
  static final int BLOCK = 4096;
  static final int HEADER = 4096;
  static final int DIGEST = 32;
  private static final int MOST_ROWS = Integer.MAX_VALUE - BLOCK;
  private static final String FORMAT = "routeface-features-1";

  int blocks() {
    return (rows + BLOCK - 1) / BLOCK;
  }

  /** Rows of one block. */
  int rowsOf(int block) {
    return Math.min(BLOCK, rows - block * BLOCK);
  }

  int rowBytes() {
    return dimension * Float.BYTES;
  }

  long at(int block) {
    return HEADER + (long) block * BLOCK * rowBytes();
  }

  long pathsAt() {
    return HEADER + (long) rows * rowBytes();
  }

  long digestsAt() {
    return pathsAt() + pathBytes;
  }

  long fileBytes() {
    return digestsAt() + (long) blocks() * DIGEST;
  }

  /** The first {@value #HEADER} bytes. */
  ByteBuffer header() {
    ObjectNode json = Fields.object();
    ObjectNode metadata = json.putObject("__metadata__");
    metadata.put("format", FORMAT).put("pathsSha256", pathsSha256).put("source", source);
    put(json, "features", "F32", List.of(rows, dimension), HEADER);
    put(json, "paths", "U8", List.of(pathBytes), pathsAt());
    put(json, "digests", "U8", List.of(blocks(), DIGEST), digestsAt());
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(text, HEADER - Long.BYTES);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    return header.putLong(padded.length).put(padded).flip();
  }

  private static void put(ObjectNode json, String name, String type, List<Integer> shape, long at) {
    ObjectNode tensor = json.putObject(name).put("dtype", type);
    shape.forEach(tensor.putArray("shape")::add);
    long bytes = type.equals("F32") ? Float.BYTES : 1;
    for (int size : shape) {
      bytes *= size;
    }
    tensor.putArray("data_offsets").add(at - HEADER).add(at - HEADER + bytes);
  }

  /**
   * Reads a header, byte by byte the one that {@link #header} writes.
   *
   * @param header the first {@value #HEADER} bytes, or all of a shorter file
   * @throws BadDataException if it is not
   */
  static PackLayout of(String name, ByteBuffer header) {
    byte[] bytes = new byte[header.remaining()];
    header.get(bytes);
    PackLayout layout;
    try {
      layout = Fields.parse("header", json(name, bytes).strip()).read(PackLayout::of);
    } catch (BadRecipeException e) {
      throw new BadDataException(
          name + ": expected a pack of features, found another file: " + e.getMessage(), e);
    }
    if (!Arrays.equals(bytes, layout.header().array())) {
      throw new BadDataException(
          name + ": expected the header that a pack of these shapes has, found another one");
    }
    return layout;
  }

  /** The text of a safetensors header, which need not be as long as a pack's to be told apart. */
  private static String json(String name, byte[] bytes) {
    if (bytes.length <= Long.BYTES || bytes[Long.BYTES] != '{') {
      throw new BadDataException(
          name + ": expected a pack of features, found a file that is not safetensors");
    }
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > HEADER - Long.BYTES) {
      throw new BadDataException(
          "%s: expected a pack of features with a header of %d bytes, found one of %s"
              .formatted(name, HEADER - Long.BYTES, Long.toUnsignedString(length)));
    }
    if (length > bytes.length - Long.BYTES) {
      throw new BadDataException(
          "%s: expected a header of %d bytes, found %d: the file is cut"
              .formatted(name, length, bytes.length - Long.BYTES));
    }
    return new String(bytes, Long.BYTES, (int) length, StandardCharsets.UTF_8);
  }

  /** Only what the rest follows from; {@link #header} says what that is. */
  private static PackLayout of(Fields fields) {
    List<Integer> shape = fields.object("features", tensor -> shape(tensor, "F32", 2));
    int pathBytes = fields.object("paths", tensor -> shape(tensor, "U8", 1)).get(0);
    fields.object("digests", tensor -> shape(tensor, "U8", 2));
    if (shape.get(0) > MOST_ROWS || shape.get(1) > FeatureFile.MOST_ROWS) {
      String most = "at most %d rows of %d".formatted(MOST_ROWS, FeatureFile.MOST_ROWS);
      throw fields.refuse("features", most, "%d of %d".formatted(shape.get(0), shape.get(1)));
    }
    return fields.object(
        "__metadata__",
        metadata -> {
          metadata.choice("format", FORMAT);
          return new PackLayout(
              shape.get(0),
              shape.get(1),
              pathBytes,
              metadata.sha256("pathsSha256"),
              metadata.sha256("source"));
        });
  }

  private static List<Integer> shape(Fields tensor, String type, int dimensions) {
    tensor.matching("dtype", type, type);
    tensor.numbers("data_offsets", 2, 0, 0x1p53);
    List<Integer> shape = tensor.integers("shape", 1, Integer.MAX_VALUE);
    if (shape.size() != dimensions) {
      throw tensor.refuse("shape", dimensions + " numbers", shape);
    }
    return shape;
  }
}
