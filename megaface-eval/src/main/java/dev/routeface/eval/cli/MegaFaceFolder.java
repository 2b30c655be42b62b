package dev.routeface.eval.cli;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where an experiment's results go: a new folder, or one of an experiment before, whose features
 * are used again and whose results are replaced as a whole.
 */
record MegaFaceFolder(Path folder) {
  private static final Pattern RESULT =
      Pattern.compile("(cmc|matches)_.*\\.json|report\\.(html|txt|json)|megaface-.*\\.png");
  private static final Pattern KEPT = Pattern.compile("features|cleaned|missing\\.txt");

  /**
   * Looks, and writes nothing.
   *
   * @throws BadDataException if there is a file of that name, or a folder with anything else in it
   */
  static MegaFaceFolder at(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new BadDataException(
          folder + ": expected a folder, found a file; choose another --out");
    }
    MegaFaceFolder results = new MegaFaceFolder(folder);
    for (Path entry : results.entries(folder)) {
      String name = entry.getFileName().toString();
      if (!RESULT.matcher(name).matches() && !KEPT.matcher(name).matches()) {
        throw new BadDataException(
            "%s: expected a new folder or results of evaluate megaface alone, found %s; choose another --out"
                .formatted(folder, name));
      }
    }
    return results;
  }

  /** Removes the results of an experiment before: half of them beside new ones would mislead. */
  void clear() {
    for (Path where : List.of(folder, folder.resolve("cleaned"))) {
      for (Path entry : entries(where)) {
        if (RESULT.matcher(entry.getFileName().toString()).matches()) {
          delete(entry);
        }
      }
    }
  }

  private List<Path> entries(Path where) {
    if (!Files.isDirectory(where)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(where)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(where + ": cannot be read: " + Reason.of(e), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be replaced: " + Reason.of(e), e);
    }
  }
}
