package dev.routeface.eval.features;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Writes a pack block by block. Killed at any moment, the next call with the same arguments goes
 * on: a block whose digest stands in the half-written file, and is true, is not made again.
 */
public final class PackWriter {
  private final PackLayout layout;
  private final Vectors vectors;
  private final FileChannel channel;

  /** Where the vectors come from, a block at a time. */
  @FunctionalInterface
  public interface Vectors {
    /** The features of some rows, each of {@code dimension} finite floats. */
    float[][] of(int first, int count);

    /** Row by row, by several threads. */
    static Vectors rows(IntFunction<float[]> row) {
      return (first, count) ->
          IntStream.range(first, first + count).parallel().mapToObj(row).toArray(float[][]::new);
    }
  }

  /**
   * What a pack is to hold.
   *
   * @param source digest of what the vectors are made from: a half-written pack of another one is
   *     begun anew
   * @param paths of the rows, each once, none with a line break
   * @param dimension of every vector
   */
  public record Content(String source, List<String> paths, int dimension, Vectors vectors) {
    public Content {
      paths = List.copyOf(paths);
    }

    /**
     * All of some features of a folder.
     *
     * @throws MissingFeaturesException if one is not there
     */
    public static Content of(FeatureTree tree, List<String> paths) {
      tree.requireAll(paths);
      int dimension = tree.read(paths.get(0)).length;
      String source =
          Sha256.ofText(tree.root().toAbsolutePath().normalize() + "\n" + tree.suffix());
      return new Content(
          source, paths, dimension, Vectors.rows(row -> tree.read(paths.get(row), dimension)));
    }

    /** Some consecutive rows. */
    Content part(int from, int to) {
      return new Content(
          source,
          paths.subList(from, to),
          dimension,
          (first, count) -> vectors.of(from + first, count));
    }

    PackLayout layout() {
      return layout(lines(paths));
    }

    PackLayout layout(byte[] lines) {
      return new PackLayout(
          paths.size(), dimension, lines.length, Sha256.ofLines(paths.stream()), source);
    }
  }

  private PackWriter(PackLayout layout, Vectors vectors, FileChannel channel) {
    this.layout = layout;
    this.vectors = vectors;
    this.channel = channel;
  }

  /**
   * Writes a pack, or goes on with it.
   *
   * @throws BadDataException if a path has a line break, or another process writes this very pack
   */
  public static void write(Path file, Content content, Progress progress) {
    byte[] lines = lines(content.paths());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        requireAlone(part, channel);
        new PackWriter(content.layout(lines), content.vectors(), channel)
            .write(lines, file, progress);
      }
      DurableFile.rename(part, file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + Reason.of(e), e);
    }
  }

  private static byte[] lines(List<String> paths) {
    StringBuilder lines = new StringBuilder();
    for (String path : paths) {
      if (path.contains("\n") || path.contains("\r")) {
        throw new BadDataException(
            "expected paths of one line, found a line break in \"" + path.strip() + '"');
      }
      lines.append(path).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void requireAlone(Path part, FileChannel channel) throws IOException {
    if (channel.tryLock() == null) {
      throw new BadDataException(
          part + ": expected a pack that nobody writes, found another process at work on it");
    }
  }

  private void write(byte[] lines, Path file, Progress progress) throws IOException {
    boolean goesOn = same(layout.header(), 0) && same(ByteBuffer.wrap(lines), layout.pathsAt());
    if (!goesOn) {
      channel.truncate(0);
      put(ByteBuffer.wrap(lines), layout.pathsAt());
      // Full length from the start: digests that are still zero say what is left to do.
      put(ByteBuffer.allocate(1), layout.fileBytes() - 1);
      put(layout.header(), 0);
    }
    try (Progress.Task task = progress.start("packing " + file.getFileName(), layout.rows())) {
      for (int block = 0; block < layout.blocks(); block++) {
        if (!goesOn || !whole(block)) {
          write(block);
        }
        task.stepBy(layout.rowsOf(block));
      }
    }
    channel.force(true);
  }

  private boolean same(ByteBuffer expected, long at) throws IOException {
    return channel.size() == layout.fileBytes() && read(at, expected.remaining()).equals(expected);
  }

  private boolean whole(int block) throws IOException {
    ByteBuffer digest = read(digestAt(block), PackLayout.DIGEST);
    ByteBuffer rows = read(layout.at(block), layout.rowsOf(block) * layout.rowBytes());
    return Arrays.equals(digest.array(), Sha256.bytesOf(rows));
  }

  private long digestAt(int block) {
    return layout.digestsAt() + (long) block * PackLayout.DIGEST;
  }

  private void write(int block) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(layout.rowsOf(block) * layout.rowBytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer floats = bytes.asFloatBuffer();
    for (float[] row : vectors.of(block * PackLayout.BLOCK, layout.rowsOf(block))) {
      floats.put(row);
    }
    put(bytes.duplicate(), layout.at(block));
    put(ByteBuffer.wrap(Sha256.bytesOf(bytes)), digestAt(block));
  }

  private void put(ByteBuffer bytes, long at) throws IOException {
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  private ByteBuffer read(long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {}
    return bytes.flip();
  }
}
