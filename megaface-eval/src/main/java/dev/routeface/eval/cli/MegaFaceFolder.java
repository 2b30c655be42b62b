package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where an experiment's results go: a new folder, or one of an experiment before, whose features
 * are used again and whose results are replaced as a whole.
 */
record MegaFaceFolder(Path folder) {
  private static final Pattern REPLACED =
      Pattern.compile(
          "(cmc|matches)_.*\\.json|report\\.(html|txt|json)|megaface-.*\\.png|missing\\.txt");
  private static final Pattern KEPT = Pattern.compile("features|cleaned");

  /**
   * Looks, and writes nothing.
   *
   * @throws BadDataException if there is a file of that name, a folder with anything else in it, or
   *     nothing could be written there
   */
  static MegaFaceFolder at(Path folder) {
    requireWritable(folder);
    MegaFaceFolder results = new MegaFaceFolder(folder);
    for (Path entry : results.entries(folder)) {
      String name = entry.getFileName().toString();
      if (!REPLACED.matcher(name).matches() && !KEPT.matcher(name).matches()) {
        throw new BadDataException(
            "%s: expected a new folder or results of evaluate megaface alone, found %s; choose another --out"
                .formatted(folder, name));
      }
    }
    return results;
  }

  /** What is there, or the nearest folder above that is, must take what hours will have made. */
  private static void requireWritable(Path folder) {
    Path there = folder.toAbsolutePath().normalize();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new BadDataException(there + ": expected a folder, found a file; choose another --out");
    }
    if (!Files.isWritable(there)) {
      throw new BadDataException(
          there
              + ": expected a folder that can be written to, found one that cannot; choose another --out");
    }
  }

  /**
   * What to tell people before the report of another command gives way.
   *
   * @param command that is run now
   */
  Optional<String> replaced(String command) {
    Path report = folder.resolve("report.json");
    if (Files.notExists(report)) {
      return Optional.empty();
    }
    Optional<String> before = commandOf(report);
    return before.equals(Optional.of(command))
        ? Optional.empty()
        : Optional.of(
            "%s: replaces the report of: %s"
                .formatted(folder, before.orElse("a command that it does not say")));
  }

  /** A report that was cut or written by others says nothing, and is replaced all the same. */
  private static Optional<String> commandOf(Path report) {
    try {
      JsonNode command = Fields.MAPPER.readTree(report.toFile()).at("/provenance/command");
      return Optional.of(command.asText()).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Removes the results of an experiment before, and what was missing then: half of them beside new
   * ones would mislead.
   */
  void clear() {
    for (Path where : List.of(folder, folder.resolve("cleaned"))) {
      for (Path entry : entries(where)) {
        if (REPLACED.matcher(entry.getFileName().toString()).matches()) {
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
