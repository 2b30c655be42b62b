package dev.routeface.sdk.cli;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder to write results to, which must not mix with what somebody else left there. */
public final class FreshFolder {
  private FreshFolder() {}

  /**
   * Looks, and makes nothing.
   *
   * @throws BadDataException as {@link #at}
   */
  public static void require(Path folder) {
    if (Files.exists(folder)) {
      at(folder);
    }
  }

  /**
   * Makes the folder.
   *
   * @throws BadDataException if there is a file of that name, or a folder that holds something
   */
  public static Path at(Path folder) {
    try {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new BadDataException(folder + ": expected a new or empty folder, found a file");
      }
      Files.createDirectories(folder);
      first(folder).ifPresent(found -> refuse(folder, found));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be made: " + Reason.of(e), e);
    }
  }

  private static Optional<Path> first(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().findFirst();
    }
  }

  private static void refuse(Path folder, Path found) {
    throw new BadDataException(
        folder + ": expected a new or empty folder, found " + found.getFileName() + " in it");
  }
}
