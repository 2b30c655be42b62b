package dev.routeface.eval.features;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Where features lie, by the paths that template lists know their images by. */
public sealed interface FeatureSource permits FeatureTree, FeaturePack {
  /**
   * A folder of feature files, or a pack.
   *
   * @param suffix of the files of a folder
   * @throws BadDataException if there is neither, or a damaged pack
   */
  static FeatureSource open(Path path, String suffix, Progress progress) {
    return Files.isRegularFile(path)
        ? FeaturePack.open(path, progress)
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
}
