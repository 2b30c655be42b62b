package dev.routeface.sdk.data;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A text file that names faces: one per line, {@code identity<TAB>path}, in UTF-8. Paths are
 * relative to the list's folder unless absolute; empty lines and lines that start with {@code #}
 * are passed over.
 */
public final class ListFaces {
  private ListFaces() {}

  /**
   * Reads the list; images are read when asked for.
   *
   * @throws BadDataException with the line's number, if a line has another form, names a file that
   *     is not there, or one that stood in the list before
   */
  public static FaceDataset open(Path list) {
    List<FaceFiles.Entry> entries = new ArrayList<>();
    Map<Path, Integer> seen = new HashMap<>();
    int number = 0;
    for (String line : lines(list)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        String at = list + " line " + number;
        FaceFiles.Entry entry = parse(list, at, line);
        Integer before = seen.putIfAbsent(entry.file(), number);
        if (before != null) {
          throw new BadDataException(
              at + ": expected each image once, found " + entry.file() + " of line " + before);
        }
        entries.add(entry);
      }
    }
    return FaceFiles.ofSeveral(list, entries);
  }

  private static List<String> lines(Path list) {
    try {
      return Files.readAllLines(list);
    } catch (IOException e) {
      throw new BadDataException(
          list + ": expected a readable UTF-8 list, found " + Reason.of(e), e);
    }
  }

  private static FaceFiles.Entry parse(Path list, String at, String line) {
    int tab = line.indexOf('\t');
    if (tab < 1 || tab == line.length() - 1 || line.indexOf('\t', tab + 1) >= 0) {
      throw new BadDataException(at + ": expected identity<TAB>path, found \"" + line + '"');
    }
    Path file = list.resolveSibling(line.substring(tab + 1)).normalize();
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(at + ": expected an image file, found none at " + file);
    }
    return new FaceFiles.Entry(line.substring(0, tab), file);
  }

  /**
   * Writes a data set as a list that {@link #open} reads, with relative paths where that is
   * possible.
   *
   * @param remark first line of the file, behind {@code #}
   * @param faces a data set whose images are files
   * @throws BadDataException if they are not, as in a record file
   */
  public static void write(Path list, String remark, FaceDataset faces) {
    Path folder = list.toAbsolutePath().normalize().getParent();
    StringBuilder text = new StringBuilder("# ").append(remark).append('\n');
    for (int i = 0; i < faces.size(); i++) {
      Path file = faces.file(i).orElseThrow(() -> noFiles(list, faces));
      text.append(faces.identities().get(faces.identity(i))).append('\t');
      text.append(relative(folder, file)).append('\n');
    }
    DurableFile.writeText(list, text.toString());
  }

  private static BadDataException noFiles(Path list, FaceDataset faces) {
    return new BadDataException(
        list + ": expected faces that are files, to list them; found " + faces.name(0));
  }

  private static Path relative(Path folder, Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.getRoot().equals(folder.getRoot()) ? folder.relativize(absolute) : absolute;
  }
}
