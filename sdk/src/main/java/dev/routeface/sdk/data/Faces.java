package dev.routeface.sdk.data;

import dev.routeface.models.io.BadDataException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens faces by what they are: a folder, an MXNet record file, or a list. */
public final class Faces {
  private Faces() {}

  /**
   * Opens a data set.
   *
   * @param path a folder ({@link FolderFaces}), a file that starts as a record ({@link
   *     RecordFaces}), or any other file ({@link ListFaces})
   * @throws BadDataException if it is not there or not of that form
   */
  public static FaceDataset open(Path path) {
    if (Files.isDirectory(path)) {
      return FolderFaces.open(path);
    }
    if (!Files.isRegularFile(path)) {
      throw new BadDataException(
          path + ": expected a folder, a record file or a list of faces, found none");
    }
    return RecordFaces.isRecordFile(path) ? RecordFaces.open(path) : ListFaces.open(path);
  }
}
