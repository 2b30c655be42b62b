package dev.routeface.eval.features;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Rows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which features were used. A pack's digest follows from the digests in it, which were checked when
 * it was opened; a folder has none, so that what was read of it is digested in memory.
 *
 * @param covers what a change of would change the digest
 */
public record FeatureDigest(String covers, String sha256) {
  /** Rows of one text to digest. */
  private static final int BLOCK = 4096;

  /** Of rows and the paths that they were read from, in their order. */
  static FeatureDigest ofRows(List<String> paths, Rows rows) {
    List<String> blocks =
        IntStream.rangeClosed(0, (paths.size() - 1) / BLOCK)
            .parallel()
            .mapToObj(block -> block(paths, rows, block * BLOCK))
            .toList();
    return new FeatureDigest(
        "paths and features of the %d files that were read".formatted(paths.size()),
        Sha256.ofLines(blocks.stream()));
  }

  private static String block(List<String> paths, Rows rows, int first) {
    return Sha256.ofLines(
        IntStream.range(first, Math.min(paths.size(), first + BLOCK))
            .mapToObj(row -> paths.get(row) + "\t" + Sha256.ofBytes(bytes(rows.row(row)))));
  }

  private static ByteBuffer bytes(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes;
  }

  /** For a report's provenance. */
  public ObjectNode toJson() {
    return Fields.object().put("sha256", sha256).put("covers", covers);
  }
}
