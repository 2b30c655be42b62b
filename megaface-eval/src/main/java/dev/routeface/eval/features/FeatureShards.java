package dev.routeface.eval.features;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Features of more images than one file should hold: a folder of packs, {@code
 * part-00000-of-00012.safetensors} and so on. Each can be copied, checked and judged alone.
 */
public final class FeatureShards implements FeatureSource {
  private final Path folder;
  private final Map<String, Integer> rowOf = new HashMap<>();
  private final Rows rows;
  private final FeatureDigest digest;

  private FeatureShards(Path folder, List<FeaturePack> packs) {
    this.folder = folder;
    this.rows = new JoinedRows(packs.stream().map(FeaturePack::rows).toList());
    this.digest =
        new FeatureDigest(
            "every path and feature of the %d shards, read or not".formatted(packs.size()),
            Sha256.ofLines(packs.stream().map(FeaturePack::sha256)));
    packs.forEach(pack -> pack.paths().forEach(path -> rowOf.put(path, rowOf.size())));
  }

  /** Whether a folder holds shards. */
  static boolean areIn(Path folder) {
    return Files.isDirectory(folder)
        && files(folder).stream().anyMatch(name -> ShardName.parse(name).isPresent());
  }

  private static List<String> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new BadDataException(folder + ": expected a readable folder, found " + Reason.of(e), e);
    }
  }

  /**
   * The names of a folder's shards, in order.
   *
   * @param files names of all files in the folder
   * @throws BadDataException if there is no shard, one is missing, or two writings are mixed
   */
  public static List<String> names(String folder, Collection<String> files) {
    return ShardName.whole(folder, files);
  }

  /**
   * Opens all shards of a folder and checks every digest in them.
   *
   * @throws BadDataException naming the file, if one is missing, damaged or of another dimension,
   *     or if a path stands in two of them
   */
  public static FeatureShards open(Path folder, Progress progress) {
    List<FeaturePack> packs =
        names(folder.toString(), files(folder)).stream()
            .map(name -> FeaturePack.open(folder.resolve(name), progress))
            .toList();
    FeatureShards shards = new FeatureShards(folder, packs);
    int dimension = shards.rows.dimension();
    for (FeaturePack pack : packs) {
      if (pack.rows().dimension() != dimension) {
        throw new BadDataException(
            "%s: expected shards of one dimension, found %d and %d"
                .formatted(folder, dimension, pack.rows().dimension()));
      }
    }
    if (shards.rowOf.size() != shards.rows.size()) {
      throw new BadDataException(
          "%s: expected every path in one shard, found %d paths for %d rows"
              .formatted(folder, shards.rowOf.size(), shards.rows.size()));
    }
    return shards;
  }

  /**
   * Writes shards, or goes on with them: those that are finished are kept.
   *
   * @param rowsPerFile of every shard but the last
   * @throws BadDataException if the folder has shards of another division
   */
  public static void write(
      Path folder, PackWriter.Content content, int rowsPerFile, Progress progress) {
    int all = content.paths().size();
    List<String> names = ShardName.all((all + rowsPerFile - 1) / rowsPerFile);
    requireNoOthers(folder, names);
    for (int shard = 0; shard < names.size(); shard++) {
      int from = shard * rowsPerFile;
      PackWriter.Content part = content.part(from, Math.min(all, from + rowsPerFile));
      Path file = folder.resolve(names.get(shard));
      if (!isFinished(file, part)) {
        PackWriter.write(file, part, progress);
      }
    }
  }

  private static void requireNoOthers(Path folder, List<String> names) {
    List<String> present = Files.isDirectory(folder) ? files(folder) : List.of();
    for (String name : present) {
      if (ShardName.parse(name).isPresent() && !names.contains(name)) {
        throw new BadDataException(
            "%s: expected room for %s and so on, found %s".formatted(folder, names.get(0), name));
      }
    }
  }

  /** A pack gets its name when it is whole, so that its header says enough. */
  private static boolean isFinished(Path file, PackWriter.Content content) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (PackInput input = PackInput.of(file, FileChannel.open(file, StandardOpenOption.READ))) {
      return Arrays.equals(
          content.layout().header().array(), input.read(0, PackLayout.HEADER).array());
    } catch (IOException e) {
      throw PackIndex.unreadable(file.toString(), e);
    }
  }

  @Override
  public FeatureDigest digest(List<String> read, Rows of) {
    return digest;
  }

  @Override
  public void requireAll(Collection<String> wanted) {
    List<String> missing = wanted.stream().filter(path -> !rowOf.containsKey(path)).toList();
    if (!missing.isEmpty()) {
      throw new MissingFeaturesException(folder.toString(), wanted.size(), missing);
    }
  }

  @Override
  public Rows read(List<String> wanted, Progress progress) {
    requireAll(wanted);
    return new PickedRows(rows, wanted.stream().mapToInt(rowOf::get).toArray());
  }
}
