package dev.routeface.eval.features;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Where features lie, by the paths that template lists know their images by. */
public sealed interface FeatureSource permits FeatureTree, FeaturePack, FeatureShards {
  /**
   * A folder of feature files, a pack, or a folder of packs.
   *
   * @param suffix of the feature files of a folder
   * @throws BadDataException if there is none of these, or a damaged pack
   */
  static FeatureSource open(Path path, String suffix, Progress progress) {
    if (Files.isRegularFile(path)) {
      return FeaturePack.open(path, progress);
    }
    return FeatureShards.areIn(path)
        ? FeatureShards.open(path, progress)
        : new FeatureTree(path, suffix);
  }

  /**
   * Looks for every path and reads nothing.
   *
   * @throws MissingFeaturesException if any is missing
   */
  void requireAll(Collection<String> paths);

  /**
   * The features of some paths, in their order.
   *
   * @throws MissingFeaturesException if any is missing: there is no result of a part
   * @throws BadDataException naming the file, if one is damaged or of another dimension
   */
  Rows read(List<String> paths, Progress progress);

  /**
   * Digest of what was read.
   *
   * @param paths as given to {@link #read}
   * @param rows as it gave them
   */
  FeatureDigest digest(List<String> paths, Rows rows);
}
