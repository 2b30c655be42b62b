package dev.routeface.eval.devkit;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Images that do not show whom their list says, as InsightFace publishes them for FaceScrub (file
 * names) and MegaFace (paths); {@link Cleaning} says what becomes of them.
 *
 * @param names file names or paths as in a template list
 */
public record NoiseList(Set<String> names) {
  /** Nothing is noise. */
  public static final NoiseList NONE = new NoiseList(Set.of());

  public NoiseList {
    names = Set.copyOf(names);
  }

  /**
   * One name per line, the last column where tabs divide it; lines with # are remarks. A list may
   * be empty: whoever looked for noise and found none says so.
   *
   * @throws BadDataException if the file cannot be read
   */
  public static NoiseList read(Path file) {
    try {
      Set<String> names = new HashSet<>();
      for (String line : Files.readAllLines(file)) {
        String name = line.substring(line.lastIndexOf('\t') + 1).strip();
        if (!name.isEmpty() && !line.startsWith("#")) {
          names.add(name);
        }
      }
      return new NoiseList(names);
    } catch (IOException e) {
      throw new BadDataException(file + ": cannot be read: " + Reason.of(e), e);
    }
  }

  /**
   * Writes the form that {@link #read} reads, a reason before each path.
   *
   * @param reasons by path
   * @throws BadDataException if a path has a tab, a line's end or blanks at its ends, which the
   *     form cannot say
   */
  public static void write(Path file, Map<String, String> reasons) {
    StringBuilder text = new StringBuilder();
    reasons.forEach(
        (path, reason) -> {
          if (!path.equals(path.strip()) || !path.matches("[^\\t\\n\\r]+")) {
            throw new BadDataException(
                "%s: expected paths without tabs, line ends and blanks at the ends, found \"%s\""
                    .formatted(file, path));
          }
          text.append(reason).append('\t').append(path).append('\n');
        });
    DurableFile.writeText(file, text.toString());
  }

  /** Rows of a list that are no noise, ascending. */
  public int[] clean(List<String> paths) {
    return IntStream.range(0, paths.size()).filter(row -> !noisy(paths.get(row))).toArray();
  }

  /** Rows of a list that are noise. */
  BitSet noisy(List<String> paths) {
    BitSet noisy = new BitSet();
    IntStream.range(0, paths.size()).filter(row -> noisy(paths.get(row))).forEach(noisy::set);
    return noisy;
  }

  private boolean noisy(String path) {
    return names.contains(path) || names.contains(path.substring(path.lastIndexOf('/') + 1));
  }
}
