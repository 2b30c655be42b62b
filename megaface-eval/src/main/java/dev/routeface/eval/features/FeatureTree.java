package dev.routeface.eval.features;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of feature files, {@code <root>/<path of the list><suffix>}.
 *
 * @param suffix for instance {@code _r100.bin}
 */
public record FeatureTree(Path root, String suffix) implements FeatureSource {
  public FeatureTree {
    if (suffix.isEmpty() || suffix.contains("/")) {
      throw new BadDataException(
          "expected what follows a path in a feature file's name, such as _r100.bin, found \""
              + suffix
              + '"');
    }
  }

  private Path file(String path) {
    try {
      return root.resolve(path + suffix);
    } catch (InvalidPathException e) {
      throw new BadDataException(
          "%s: expected paths that this system can name, found \"%s\"".formatted(root, path), e);
    }
  }

  /**
   * The paths of all features of this suffix, sorted.
   *
   * @throws BadDataException if there are none
   */
  public List<String> paths() {
    try (Stream<Path> files =
        Files.find(root, Integer.MAX_VALUE, (file, facts) -> !facts.isDirectory())) {
      List<String> paths =
          files
              .map(file -> root.relativize(file).toString())
              .filter(name -> name.endsWith(suffix))
              .map(name -> name.substring(0, name.length() - suffix.length()))
              .sorted()
              .toList();
      if (paths.isEmpty()) {
        throw new BadDataException(
            root + ": expected files that end in " + suffix + ", found none");
      }
      return paths;
    } catch (IOException e) {
      throw new BadDataException(
          root + ": expected a folder of features, found " + Reason.of(e), e);
    } catch (UncheckedIOException e) {
      throw new BadDataException(
          root + ": expected a readable folder, found " + Reason.of(e.getCause()), e);
    }
  }

  /** Safe for use by several threads. */
  public float[] read(String path) {
    return FeatureFile.read(file(path));
  }

  @Override
  public FeatureDigest digest(List<String> paths, Rows rows) {
    return FeatureDigest.ofRows(paths, rows);
  }

  @Override
  public Rows read(List<String> paths, Progress progress) {
    requireAll(paths);
    int dimension = read(paths.get(0)).length;
    FloatTable rows = new FloatTable(paths.size(), dimension);
    try (Progress.Task task = progress.start("reading " + root, paths.size())) {
      IntStream.range(0, paths.size())
          .parallel()
          .forEach(
              row -> {
                rows.set(row, read(paths.get(row), dimension));
                task.step();
              });
    }
    return rows;
  }

  /** One vector, which must be of this dimension. */
  float[] read(String path, int dimension) {
    float[] vector = read(path);
    if (vector.length != dimension) {
      throw new BadDataException(
          "%s: expected %d numbers as in the first file, found %d"
              .formatted(file(path), dimension, vector.length));
    }
    return vector;
  }

  @Override
  public void requireAll(Collection<String> paths) {
    List<String> missing =
        paths.parallelStream()
            .filter(path -> Files.notExists(file(path)))
            .map(path -> file(path).toString())
            .toList();
    if (!missing.isEmpty()) {
      throw new MissingFeaturesException(root.toString(), paths.size(), missing);
    }
  }
}
