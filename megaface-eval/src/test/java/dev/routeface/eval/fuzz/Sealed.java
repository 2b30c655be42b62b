package dev.routeface.eval.fuzz;

import dev.routeface.models.io.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Puts right what no chance would: headers and checksums around any content. */
final class Sealed {
  private static final int BLOCK = 4096;
  private static final int HEADER = 4096;
  private static final int SIZES = 3 * Integer.BYTES;

  private Sealed() {}

  /** Kind, content and their CRC-32C. */
  static byte[] bytes(String kind, byte[] content) {
    ByteBuffer sealed = ByteBuffer.allocate(kind.length() + content.length + Integer.BYTES);
    sealed.put(kind.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32C sum = new CRC32C();
    sum.update(sealed.array(), 0, sealed.position());
    return sealed.putInt((int) sum.getValue()).array();
  }

  /**
   * A pack with the sizes that the first 12 bytes say: rows, dimension and bytes of paths. The rest
   * is its features and paths, as far as it reaches, with one digest, as for up to a block of rows.
   * Rows' bytes multiply as an int does, for a hostile file would choose sizes that wrap around.
   */
  static byte[] pack(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(Arrays.copyOf(bytes, Math.max(SIZES, bytes.length)));
    int rows = in.getInt();
    int dimension = in.getInt();
    int pathBytes = in.getInt();
    int rowBytes = dimension * Float.BYTES;
    byte[] features = take(in, (long) rows * rowBytes);
    byte[] paths = take(in, pathBytes);
    long pathsAt = (long) rows * rowBytes;
    long digestsAt = pathsAt + pathBytes;
    int blocks = (rows + BLOCK - 1) / BLOCK;
    byte[] header =
        header(
            """
            {"__metadata__":{"format":"routeface-features-1","pathsSha256":"%s","source":"%s"},\
            "features":{"dtype":"F32","shape":[%d,%d],"data_offsets":[0,%d]},\
            "paths":{"dtype":"U8","shape":[%d],"data_offsets":[%d,%d]},\
            "digests":{"dtype":"U8","shape":[%d,32],"data_offsets":[%d,%d]}}"""
                .formatted(
                    Sha256.ofBytes(paths),
                    Sha256.ofText("any"),
                    rows,
                    dimension,
                    4L * rows * dimension,
                    pathBytes,
                    pathsAt,
                    digestsAt,
                    blocks,
                    digestsAt,
                    digestsAt + 32L * blocks));
    return joined(header, features, paths, Sha256.bytesOf(ByteBuffer.wrap(features)));
  }

  private static byte[] take(ByteBuffer in, long wanted) {
    byte[] taken = new byte[(int) Math.max(0, Math.min(wanted, in.remaining()))];
    in.get(taken);
    return taken;
  }

  private static byte[] header(String json) {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.fill(header.array(), (byte) ' ');
    return header
        .putLong(HEADER - Long.BYTES)
        .put(json.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer joined =
        ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    Arrays.stream(parts).forEach(joined::put);
    return joined.array();
  }
}
