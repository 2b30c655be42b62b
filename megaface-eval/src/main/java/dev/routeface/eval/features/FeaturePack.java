package dev.routeface.eval.features;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
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
 * One file with the features of many images: reading a million small files is its own cost, paid
 * once by {@link PackWriter}.
 */
public final class FeaturePack implements FeatureSource {
  private final String name;
  private final PackLayout layout;
  private final PathIndex paths;
  private final Rows rows;
  private final String sha256;

  private FeaturePack(
      String name, PackLayout layout, PathIndex paths, Rows rows, ByteBuffer digests) {
    this.sha256 = sha256(layout, digests);
    this.name = name;
    this.layout = layout;
    this.paths = paths;
    this.rows = rows;
  }

  /**
   * Maps a pack and checks every digest in it.
   *
   * @throws BadDataException naming the file and the rows, if it is cut or damaged or no pack
   */
  public static FeaturePack open(Path file, Progress progress) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      PackInput input = PackInput.of(file, channel);
      PackLayout layout = PackIndex.layout(input);
      return of(input, layout, PackRows.mapped(channel, layout), progress);
    } catch (IOException e) {
      throw PackIndex.unreadable(file.toString(), e);
    }
  }

  /**
   * Reads a whole pack into memory, for file systems that cannot be mapped, and checks every digest
   * in it.
   *
   * @throws BadDataException naming the pack and the rows, if it is cut or damaged or no pack
   */
  public static FeaturePack read(PackInput input, Progress progress) {
    try {
      PackLayout layout = PackIndex.layout(input);
      return of(input, layout, PackRows.read(input, layout), progress);
    } catch (IOException e) {
      throw PackIndex.unreadable(input.name(), e);
    }
  }

  private static FeaturePack of(
      PackInput input, PackLayout layout, PackRows rows, Progress progress) throws IOException {
    PathIndex paths = PackIndex.paths(input, layout);
    ByteBuffer digests = input.read(layout.digestsAt(), PackLayout.DIGEST * layout.blocks());
    String file = input.name().substring(input.name().lastIndexOf('/') + 1);
    try (Progress.Task task = progress.start("checking " + file, layout.blocks())) {
      IntStream.range(0, layout.blocks())
          .parallel()
          .forEach(
              block -> {
                verify(input.name(), layout, block, rows.block(block), digests);
                task.step();
              });
    }
    return new FeaturePack(input.name(), layout, paths, rows, digests);
  }

  private static String sha256(PackLayout layout, ByteBuffer digests) {
    ByteBuffer both = ByteBuffer.allocate(PackLayout.HEADER + digests.remaining());
    return Sha256.ofBytes(both.put(layout.header()).put(digests.duplicate()).flip());
  }

  private static void verify(
      String name, PackLayout layout, int block, ByteBuffer bytes, ByteBuffer digests) {
    byte[] expected = new byte[PackLayout.DIGEST];
    digests.get(block * PackLayout.DIGEST, expected);
    if (!Arrays.equals(expected, Sha256.bytesOf(bytes))) {
      int first = block * PackLayout.BLOCK;
      throw new BadDataException(
          "%s: expected the digest that rows %d to %d were written with, found another: damaged"
              .formatted(name, first, first + layout.rowsOf(block) - 1));
    }
  }

  /** Digest of what the features were made from, as given to {@link PackWriter}. */
  public String source() {
    return layout.source();
  }

  /** Of the header and the digests in it, which say every path and every feature. */
  String sha256() {
    return sha256;
  }

  @Override
  public FeatureDigest digest(List<String> read, Rows of) {
    return new FeatureDigest("every path and feature of the pack, read or not", sha256);
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
      throw new MissingFeaturesException(name, wanted.size(), missing);
    }
  }

  @Override
  public Rows read(List<String> wanted, Progress progress) {
    requireAll(wanted);
    return new PickedRows(rows, wanted.stream().mapToInt(paths::row).toArray());
  }
}
