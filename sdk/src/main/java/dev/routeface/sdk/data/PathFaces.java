package dev.routeface.sdk.data;

import dev.routeface.models.io.BadDataException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Image files named one by one under a root, for protocols that say themselves what belongs
 * together: nobody says whom an image shows, so each is an identity of its own, called as it is
 * named.
 */
public final class PathFaces {
  private static final int NAMED = 5;

  private PathFaces() {}

  /**
   * The files, in the given order; read when asked for.
   *
   * @param names distinct paths relative to {@code root}
   * @throws BadDataException if one is not there or stands outside of {@code root}
   */
  public static FaceDataset open(Path root, List<String> names) {
    Set<String> seen = new HashSet<>();
    List<FaceFiles.Entry> entries = new ArrayList<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("expected distinct names, found a second " + name);
      }
      entries.add(new FaceFiles.Entry(name, file(root, name)));
    }
    requireAll(root, entries);
    return new FaceFiles(entries);
  }

  private static Path file(Path root, String name) {
    Path file = resolved(root, name);
    if (!file.toAbsolutePath().normalize().startsWith(root.toAbsolutePath().normalize())) {
      throw new BadDataException(root + ": expected images inside, found the name " + name);
    }
    return file;
  }

  private static Path resolved(Path root, String name) {
    try {
      return root.resolve(name);
    } catch (InvalidPathException e) {
      throw new BadDataException(
          "%s: expected names that this system can give a file, found \"%s\"".formatted(root, name),
          e);
    }
  }

  private static void requireAll(Path root, List<FaceFiles.Entry> entries) {
    List<String> missing =
        entries.stream()
            .filter(entry -> !Files.isRegularFile(entry.file()))
            .map(FaceFiles.Entry::identity)
            .toList();
    if (!missing.isEmpty()) {
      throw new BadDataException(
          "%s: expected an image for each of %d names, %d %s missing: %s%s"
              .formatted(
                  root,
                  entries.size(),
                  missing.size(),
                  missing.size() == 1 ? "is" : "are",
                  String.join(", ", missing.subList(0, Math.min(NAMED, missing.size()))),
                  missing.size() > NAMED ? ", ..." : ""));
    }
  }
}
