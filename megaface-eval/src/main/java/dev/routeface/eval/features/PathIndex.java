package dev.routeface.eval.features;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;

/**
 * The paths of a pack where they lie, one a line, and which row each has. A million texts and a map
 * of them would weigh as much as a tenth of the features.
 */
final class PathIndex {
  private final ByteBuffer lines;

  /** Where each line begins, and one more entry behind the last. */
  private final int[] starts;

  /** Digests of all lines, ascending, and the row of each. */
  private final long[] digests;

  private final int[] rows;

  private PathIndex(ByteBuffer lines, int[] starts) {
    this.lines = lines;
    this.starts = starts;
    int count = starts.length - 1;
    long[] unsorted = new long[count];
    for (int row = 0; row < count; row++) {
      unsorted[row] = digest(line(row));
    }
    this.rows =
        IntStream.range(0, count)
            .boxed()
            .sorted((a, b) -> Long.compare(unsorted[a], unsorted[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    this.digests = new long[count];
    Arrays.setAll(digests, i -> unsorted[rows[i]]);
  }

  /**
   * Indexes lines that each end in a line break.
   *
   * @param lines UTF-8
   */
  static PathIndex of(ByteBuffer lines) {
    int count = 0;
    for (int i = 0; i < lines.limit(); i++) {
      count += lines.get(i) == '\n' ? 1 : 0;
    }
    int[] starts = new int[count + 1];
    int line = 1;
    for (int i = 0; i < lines.limit(); i++) {
      if (lines.get(i) == '\n') {
        starts[line++] = i + 1;
      }
    }
    return new PathIndex(lines, starts);
  }

  int size() {
    return rows.length;
  }

  private byte[] line(int row) {
    byte[] bytes = new byte[starts[row + 1] - starts[row] - 1];
    lines.get(starts[row], bytes);
    return bytes;
  }

  /** The path of a row. */
  String path(int row) {
    return new String(line(row), StandardCharsets.UTF_8);
  }

  /** All paths in the order of their rows; each is made when asked for. */
  List<String> paths() {
    return new Paths(this);
  }

  /** The row of a path; -1 if there is none. */
  int row(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    long digest = digest(bytes);
    int at = Arrays.binarySearch(digests, digest);
    while (at > 0 && digests[at - 1] == digest) {
      at--;
    }
    for (; at >= 0 && at < digests.length && digests[at] == digest; at++) {
      if (Arrays.equals(line(rows[at]), bytes)) {
        return rows[at];
      }
    }
    return -1;
  }

  /** FNV-1a over 64 bits: equal for equal lines, and lines are compared in full afterwards. */
  private static long digest(byte[] bytes) {
    long digest = 0xcbf29ce484222325L;
    for (byte b : bytes) {
      digest = (digest ^ (b & 0xff)) * 0x100000001b3L;
    }
    return digest;
  }

  private static final class Paths extends AbstractList<String> implements RandomAccess {
    private final PathIndex index;

    Paths(PathIndex index) {
      this.index = index;
    }

    @Override
    public String get(int row) {
      return index.path(row);
    }

    @Override
    public int size() {
      return index.size();
    }
  }
}
