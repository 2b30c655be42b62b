package dev.routeface.eval.protocol;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.sdk.data.FaceDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the pair list of LFW's view 2, {@code pairs.txt} (Huang et al., UMass Amherst TR 07-49,
 * 2007). Fields stand between white space:
 *
 * <pre>
 * 10  300                  folds, and pairs of each kind per fold
 * Abel_Pacheco  1  4       300 lines: one person, two image numbers
 * Abdel_Madi_Shabneh  1  Dean_Barker  1     300 lines: two people, an image of each
 * ...                      and so on for each fold
 * </pre>
 *
 * Image {@code n} of {@code name} is the one of that identity whose file is called {@code
 * name_000n} before its ending.
 */
public final class LfwPairs {
  private final Path file;
  private final List<String> lines;
  private final Map<String, Integer> images = new HashMap<>();

  private LfwPairs(Path file, List<String> lines, FaceDataset faces) {
    this.file = file;
    this.lines = lines;
    for (int image = 0; image < faces.size(); image++) {
      images.put(key(faces.identities().get(faces.identity(image)), faces.name(image)), image);
    }
  }

  private static String key(String identity, String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    int ending = last.lastIndexOf('.');
    return identity + '/' + (ending < 0 ? last : last.substring(0, ending));
  }

  /**
   * Reads a list over the images of {@code faces}.
   *
   * @param name what readers call the set
   * @throws BadDataException naming file and line, if a line is not of the form or names an image
   *     that is not there
   */
  public static LabelledPairs read(String name, Path file, FaceDataset faces) {
    return new LabelledPairs(name, faces, new LfwPairs(file, lines(file), faces).folds());
  }

  /**
   * Reads the lists of RFW ({@code African_pairs.txt} and so on; Wang et al., ICCV 2019): the same
   * lines without the head, in any order of the two kinds, and ten folds of consecutive lines.
   *
   * @param name what readers call the set
   * @throws BadDataException naming file and line, if a line is not of the form or names an image
   *     that is not there
   */
  public static LabelledPairs readWithoutHead(String name, Path file, FaceDataset faces) {
    LfwPairs list = new LfwPairs(file, lines(file), faces);
    List<LabelledPairs.Pair> pairs = new ArrayList<>();
    for (int line = 0; line < list.lines.size(); line++) {
      pairs.add(list.fields(line).length == 3 ? list.samePerson(line) : list.twoPeople(line));
    }
    return LabelledPairs.consecutive(file.toString(), name, faces, pairs);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new BadDataException(
          file + ": expected a readable list of pairs, found " + Reason.of(e), e);
    }
  }

  private List<List<LabelledPairs.Pair>> folds() {
    String[] head = lines.isEmpty() ? new String[0] : fields(0);
    if (head.length != 2) {
      throw wrong(0, "two numbers, folds and pairs of each kind per fold");
    }
    int folds = number(head[0], 0);
    if (folds < 2) {
      throw wrong(0, "at least 2 folds, since each takes its threshold from the others");
    }
    int perFold = 2 * number(head[1], 0);
    long pairsInAll = (long) folds * perFold;
    if (lines.size() - 1 != pairsInAll) {
      throw new BadDataException(
          "%s: expected %d pairs, found %d lines after the first"
              .formatted(file, pairsInAll, lines.size() - 1));
    }
    List<List<LabelledPairs.Pair>> pairs = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      pairs.add(fold(1 + fold * perFold, perFold));
    }
    return pairs;
  }

  private List<LabelledPairs.Pair> fold(int start, int count) {
    List<LabelledPairs.Pair> fold = new ArrayList<>();
    for (int line = start; line < start + count; line++) {
      fold.add(line < start + count / 2 ? samePerson(line) : twoPeople(line));
    }
    return fold;
  }

  private LabelledPairs.Pair samePerson(int line) {
    String[] fields = fields(line);
    if (fields.length != 3) {
      throw wrong(line, "\"name n1 n2\"");
    }
    return new LabelledPairs.Pair(
        image(fields[0], fields[1], line), image(fields[0], fields[2], line), true);
  }

  private LabelledPairs.Pair twoPeople(int line) {
    String[] fields = fields(line);
    if (fields.length != 4 || fields[0].equals(fields[2])) {
      throw wrong(line, "\"name1 n1 name2 n2\" of two people");
    }
    return new LabelledPairs.Pair(
        image(fields[0], fields[1], line), image(fields[2], fields[3], line), false);
  }

  private int image(String name, String number, int line) {
    String stem = "%s_%04d".formatted(name, number(number, line));
    Integer image = images.get(name + '/' + stem);
    if (image == null) {
      throw wrong(line, "an image of the data set, but it has no " + name + "/" + stem);
    }
    return image;
  }

  private int number(String text, int line) {
    if (!text.matches("[1-9][0-9]{0,6}")) {
      throw wrong(line, "a whole number of at least 1 for \"" + text + '"');
    }
    return Integer.parseInt(text);
  }

  private String[] fields(int line) {
    return lines.get(line).strip().split("\\s+");
  }

  private BadDataException wrong(int line, String expected) {
    String found = line < lines.size() ? '"' + lines.get(line) + '"' : "an empty file";
    return new BadDataException(
        "%s line %d: expected %s, found %s".formatted(file, line + 1, expected, found));
  }
}
