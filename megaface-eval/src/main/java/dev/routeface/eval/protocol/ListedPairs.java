package dev.routeface.eval.protocol;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.PathFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the plain pair list that CFP-FP, AgeDB-30, CALFW and CPLFW are commonly converted to: one
 * line {@code path1 path2 label} per pair, paths relative to a root folder of images, label 1 for
 * one person and 0 for two, between white space. FaceX-Zoo's test protocols read this form. Folds
 * are ten runs of consecutive lines, so the list has to keep the order of the official folds.
 *
 * <p>The list names nobody, so every image is a person of its own to the bootstrap: pairs that
 * share their first image move together, others of the same person do not, and intervals are
 * somewhat too narrow.
 */
public final class ListedPairs {
  private final Path file;
  private final Map<String, Integer> images = new LinkedHashMap<>();
  private final List<LabelledPairs.Pair> pairs = new ArrayList<>();

  private ListedPairs(Path file) {
    this.file = file;
  }

  /**
   * Reads a list.
   *
   * @param name what readers call the set
   * @param root folder that the paths are relative to
   * @throws BadDataException naming file and line, if a line is not of the form; naming the image,
   *     if it is not there
   */
  public static LabelledPairs read(String name, Path file, Path root) {
    ListedPairs list = new ListedPairs(file);
    List<String> lines = lines(file);
    for (int line = 0; line < lines.size(); line++) {
      list.add(line, lines.get(line));
    }
    return LabelledPairs.consecutive(file.toString(), name, list.faces(root), list.pairs);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new BadDataException(
          file + ": expected a readable list of pairs, found " + Reason.of(e), e);
    }
  }

  private void add(int line, String text) {
    String[] fields = text.strip().split("\\s+");
    if (fields.length != 3 || !fields[2].matches("[01]") || fields[0].equals(fields[1])) {
      throw new BadDataException(
          "%s line %d: expected \"path1 path2 label\" of two images with label 0 or 1, found \"%s\""
              .formatted(file, line + 1, text));
    }
    pairs.add(new LabelledPairs.Pair(image(fields[0]), image(fields[1]), fields[2].equals("1")));
  }

  private int image(String path) {
    return images.computeIfAbsent(path, unseen -> images.size());
  }

  private FaceDataset faces(Path root) {
    if (images.isEmpty()) {
      throw new BadDataException(file + ": expected pairs, found an empty file");
    }
    return PathFaces.open(root, List.copyOf(images.keySet()));
  }
}
