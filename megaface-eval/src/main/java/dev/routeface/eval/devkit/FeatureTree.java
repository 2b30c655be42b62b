package dev.routeface.eval.devkit;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A folder of feature files, {@code <root>/<path of the list><suffix>}.
 *
 * @param suffix for instance {@code _r100.bin}
 */
public record FeatureTree(Path root, String suffix) {
  private static final int NAMED = 20;

  private Path file(String path) {
    return root.resolve(path + suffix);
  }

  /** The name that the devkit derives from the suffix. */
  public String algorithm() {
    return suffix.replaceAll("\\..*", "").replaceAll("^_+|_+$", "");
  }

  /**
   * The features of a list, in its order.
   *
   * @throws BadDataException if any file is missing (how many, and the first of them: there is no
   *     result of a part), damaged, or of another dimension than the first
   */
  public Features read(TemplateList list, Progress progress) {
    requireAll(list);
    int dimension = FeatureFile.read(file(list.paths().get(0))).length;
    long floats = (long) dimension * list.paths().size();
    if (floats > Integer.MAX_VALUE - 8) {
      throw new BadDataException(
          "%s: expected at most 2^31 numbers in one list, found %d".formatted(root, floats));
    }
    float[] values = new float[(int) floats];
    try (Progress.Task task = progress.start("reading " + root, list.paths().size())) {
      IntStream.range(0, list.paths().size())
          .parallel()
          .forEach(
              row -> {
                copy(file(list.paths().get(row)), dimension, values, row);
                task.step();
              });
    }
    return new Features(dimension, values);
  }

  private static void copy(Path file, int dimension, float[] values, int row) {
    float[] vector = FeatureFile.read(file);
    if (vector.length != dimension) {
      throw new BadDataException(
          "%s: expected %d numbers as in the first file of its list, found %d"
              .formatted(file, dimension, vector.length));
    }
    System.arraycopy(vector, 0, values, row * dimension, dimension);
  }

  /**
   * Looks for every file of a list and opens none.
   *
   * @throws BadDataException if any is missing: how many, and the first of them
   */
  public void requireAll(TemplateList list) {
    List<Path> missing =
        list.paths().parallelStream().map(this::file).filter(Files::notExists).toList();
    if (!missing.isEmpty()) {
      throw new BadDataException(
          "%s: expected a feature file for each of %d paths, %d are missing: %s%s"
              .formatted(
                  root,
                  list.paths().size(),
                  missing.size(),
                  missing.stream()
                      .limit(NAMED)
                      .map(Path::toString)
                      .collect(Collectors.joining(", ")),
                  missing.size() > NAMED ? ", ..." : ""));
    }
  }
}
