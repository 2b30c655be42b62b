package dev.routeface.eval.features;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One face's features as the devkit keeps them: an OpenCV matrix of one column. Little-endian: four
 * int32 (rows, columns, bytes per row, type), then the rows.
 *
 * <p>Read defensively: the devkit's own Python writer states 4 bytes per row for doubles too.
 */
public final class FeatureFile {
  private static final int HEADER = 4 * Integer.BYTES;
  private static final int FLOAT = 5;
  private static final int DOUBLE = 6;

  /** More than any network gives; so no product of sizes overflows. */
  static final int MOST_ROWS = 1 << 16;

  private FeatureFile() {}

  /**
   * Reads one vector.
   *
   * @throws BadDataException naming the file, if it is missing, cut, of another form or not finite
   */
  public static float[] read(Path file) {
    try {
      long length = Files.size(file);
      if (length > HEADER + (long) MOST_ROWS * Double.BYTES) {
        throw wrong(file, "at most " + MOST_ROWS + " rows", length + " bytes");
      }
      return parse(file, ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
    } catch (IOException e) {
      throw new BadDataException(file + ": cannot be read: " + Reason.of(e), e);
    }
  }

  private static float[] parse(Path file, ByteBuffer bytes) {
    if (bytes.remaining() < HEADER) {
      throw wrong(file, "a header of " + HEADER + " bytes", bytes.remaining() + " bytes");
    }
    int rows = bytes.getInt();
    int columns = bytes.getInt();
    int stride = bytes.getInt();
    int type = bytes.getInt();
    if (type != FLOAT && type != DOUBLE) {
      throw wrong(file, "type 5 (float) or 6 (double)", "type " + type);
    }
    if (rows < 1 || rows > MOST_ROWS || columns != 1) {
      throw wrong(file, "1 to " + MOST_ROWS + " rows of 1 column", rows + " of " + columns);
    }
    int width = type == FLOAT ? Float.BYTES : Double.BYTES;
    if (stride != width && stride != Float.BYTES) {
      throw wrong(file, width + " bytes per row", String.valueOf(stride));
    }
    if (bytes.remaining() != rows * width) {
      throw wrong(
          file,
          "%d bytes of numbers for %d rows".formatted(rows * width, rows),
          String.valueOf(bytes.remaining()));
    }
    return numbers(file, bytes, rows, type);
  }

  private static float[] numbers(Path file, ByteBuffer bytes, int rows, int type) {
    float[] vector = new float[rows];
    for (int i = 0; i < rows; i++) {
      vector[i] = type == FLOAT ? bytes.getFloat() : (float) bytes.getDouble();
      if (!Float.isFinite(vector[i])) {
        throw wrong(file, "finite numbers", vector[i] + " in row " + i);
      }
    }
    return vector;
  }

  /** Writes one vector of floats, whole or not at all. */
  public static void write(Path file, float[] vector) {
    DurableFile.write(file, out -> out.write(bytes(vector)));
  }

  /** One vector of floats, as InsightFace's {@code write_bin} writes it. */
  public static byte[] bytes(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER + vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(vector.length).putInt(1).putInt(Float.BYTES).putInt(FLOAT);
    for (float value : vector) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private static BadDataException wrong(Path file, String expected, String found) {
    return new BadDataException("%s: expected %s, found %s".formatted(file, expected, found));
  }
}
