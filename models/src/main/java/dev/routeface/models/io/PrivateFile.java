package dev.routeface.models.io;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files and folders that are their owner's alone from the moment they are there, whatever the umask
 * says; as everywhere else where the file system knows no permissions. What is there already keeps
 * those it has.
 */
public final class PrivateFile {
  private PrivateFile() {}

  /**
   * Makes an empty file.
   *
   * @throws FileAlreadyExistsException if there is one
   */
  public static void create(Path file) throws IOException {
    Files.createFile(file, permissions(file, "rw-------"));
  }

  /** Makes an empty file if there is none. */
  public static void ensure(Path file) throws IOException {
    try {
      create(file);
    } catch (FileAlreadyExistsException e) {
      return; // as it should be
    }
  }

  /** Makes those folders on the way to {@code folder} that are missing. */
  public static void folders(Path folder) throws IOException {
    Files.createDirectories(folder, permissions(folder, "rwx------"));
  }

  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    boolean known = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return known
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
