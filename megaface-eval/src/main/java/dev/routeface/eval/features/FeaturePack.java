package dev.routeface.eval.features;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One file with the features of many images, memory-mapped: reading a million small files is its
 * own cost, paid once by {@link PackWriter}.
 */
public final class FeaturePack implements FeatureSource {
  private final Path file;
  private final PackLayout layout;
  private final PathIndex paths;
  private final Rows rows;

  private FeaturePack(Path file, PackLayout layout, PathIndex paths, Rows rows) {
    this.file = file;
    this.layout = layout;
    this.paths = paths;
    this.rows = rows;
  }

  /**
   * Opens a pack and checks every digest in it.
   *
   * @throws BadDataException naming the file and the rows, if it is cut or damaged or no pack
   */
  public static FeaturePack open(Path file, Progress progress) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      PackLayout layout = PackLayout.of(file, take(channel, 0, PackLayout.HEADER));
      if (channel.size() != layout.fileBytes()) {
        throw new BadDataException(
            "%s: expected %d bytes for %d rows of %d, found %d"
                .formatted(
                    file, layout.fileBytes(), layout.rows(), layout.dimension(), channel.size()));
      }
      PathIndex paths = paths(file, layout, channel);
      MappedRows rows = MappedRows.of(channel, layout);
      verify(file, layout, rows, take(channel, layout.digestsAt(), 32 * layout.blocks()), progress);
      return new FeaturePack(file, layout, paths, rows);
    } catch (IOException e) {
      throw new BadDataException(file + ": expected a readable pack, found " + Reason.of(e), e);
    }
  }

  private static ByteBuffer take(FileChannel channel, long position, int bytes) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate((int) Math.min(bytes, Math.max(0, channel.size() - position)));
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("a file that became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static PathIndex paths(Path file, PackLayout layout, FileChannel channel)
      throws IOException {
    ByteBuffer lines =
        channel.map(FileChannel.MapMode.READ_ONLY, layout.pathsAt(), layout.pathBytes());
    if (!Sha256.ofBytes(lines.duplicate()).equals(layout.pathsSha256())) {
      throw new BadDataException(file + ": expected the paths of its digest, found others");
    }
    PathIndex paths = PathIndex.of(lines);
    if (paths.size() != layout.rows()) {
      throw new BadDataException(
          "%s: expected a path for each of %d rows, found %d"
              .formatted(file, layout.rows(), paths.size()));
    }
    return paths;
  }

  private static void verify(
      Path file, PackLayout layout, MappedRows rows, ByteBuffer digests, Progress progress) {
    try (Progress.Task task = progress.start("checking " + file.getFileName(), layout.blocks())) {
      IntStream.range(0, layout.blocks())
          .parallel()
          .forEach(
              block -> {
                byte[] expected = new byte[PackLayout.DIGEST];
                digests.get(block * PackLayout.DIGEST, expected);
                if (!Arrays.equals(expected, Sha256.bytesOf(rows.block(block)))) {
                  throw new BadDataException(
                      "%s: expected rows %d to %d of their digest, found others"
                          .formatted(
                              file,
                              block * PackLayout.BLOCK,
                              block * PackLayout.BLOCK + layout.rowsOf(block) - 1));
                }
                task.step();
              });
    }
  }

  /** Digest of what the features were made from, as given to {@link PackWriter}. */
  public String source() {
    return layout.source();
  }

  /** Paths of all rows, in order. */
  public List<String> paths() {
    return paths.paths();
  }

  /** All rows. */
  public Rows rows() {
    return rows;
  }

  @Override
  public void requireAll(Collection<String> wanted) {
    List<String> missing = wanted.stream().filter(path -> paths.row(path) < 0).toList();
    if (!missing.isEmpty()) {
      throw new MissingFeaturesException(file, wanted.size(), missing);
    }
  }

  @Override
  public Rows read(List<String> wanted, Progress progress) {
    requireAll(wanted);
    return new PickedRows(rows, wanted.stream().mapToInt(paths::row).toArray());
  }
}
