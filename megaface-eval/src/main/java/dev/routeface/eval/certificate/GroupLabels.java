package dev.routeface.eval.certificate;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which group each held-out person belongs to. Read from lines {@code identity,group} or {@code
 * image,group}, the first line being one of these two heads; an image is called {@code
 * identity/file}. Lines about others are no harm: one file may serve several data sets.
 *
 * @param groups names, in the order of their characters, at least two
 * @param ofImage number of the group of each held-out image, probes first
 * @param sha256 of the file
 */
@SuppressWarnings("ArrayRecordComponent") // handed from method to method, never compared
public record GroupLabels(List<String> groups, int[] ofImage, String sha256) {
  private static final String BY_PERSON = "identity,group";
  private static final String BY_IMAGE = "image,group";
  private static final int NAMED = 5;

  /**
   * Reads.
   *
   * @throws BadDataException if an image or a person lacks a group, a person has two, or there are
   *     fewer than two groups
   */
  public static GroupLabels read(Path file, HeldOutPeople people) {
    List<String> lines = lines(file);
    String head = lines.isEmpty() ? "" : lines.get(0).strip();
    if (!head.equals(BY_PERSON) && !head.equals(BY_IMAGE)) {
      throw new BadDataException(
          "%s line 1: expected \"%s\" or \"%s\", found \"%s\""
              .formatted(file, BY_PERSON, BY_IMAGE, head));
    }
    Map<String, String> labels = labels(file, lines);
    List<String> named =
        IntStream.range(0, people.size())
            .mapToObj(
                image ->
                    labels.get(head.equals(BY_PERSON) ? people.person(image) : people.image(image)))
            .collect(Collectors.toCollection(ArrayList::new));
    requireAll(file, named, people);
    requireOneEach(file, named, people);
    return of(file, named);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new BadDataException(
          file + ": expected a readable text file, found " + Reason.of(e), e);
    }
  }

  /** What stands before the last comma is the name. */
  private static Map<String, String> labels(Path file, List<String> lines) {
    Map<String, String> labels = new HashMap<>();
    for (int n = 1; n < lines.size(); n++) {
      String line = lines.get(n).strip();
      int comma = line.lastIndexOf(',');
      if (line.isEmpty()) {
        continue;
      }
      if (comma < 1 || comma + 1 == line.length()) {
        throw new BadDataException(
            "%s line %d: expected a name, a comma and a group, found \"%s\""
                .formatted(file, n + 1, line));
      }
      String name = line.substring(0, comma).strip();
      if (labels.put(name, line.substring(comma + 1).strip()) != null) {
        throw new BadDataException(
            "%s line %d: expected every name once, found %s twice".formatted(file, n + 1, name));
      }
    }
    return labels;
  }

  private static void requireAll(Path file, List<String> named, HeldOutPeople people) {
    List<String> without =
        IntStream.range(0, named.size())
            .filter(image -> named.get(image) == null)
            .mapToObj(people::image)
            .toList();
    if (!without.isEmpty()) {
      throw new BadDataException(
          "%s: expected a group for each of %d images, %d lack one: %s%s"
              .formatted(
                  file,
                  named.size(),
                  without.size(),
                  String.join(", ", without.subList(0, Math.min(NAMED, without.size()))),
                  without.size() > NAMED ? ", ..." : ""));
    }
  }

  private static void requireOneEach(Path file, List<String> named, HeldOutPeople people) {
    Map<Integer, String> group = new HashMap<>();
    int[] who = people.people();
    for (int image = 0; image < named.size(); image++) {
      String other = group.putIfAbsent(who[image], named.get(image));
      if (other != null && !other.equals(named.get(image))) {
        throw new BadDataException(
            "%s: expected one group for each person, found %s in %s and %s"
                .formatted(file, people.person(image), other, named.get(image)));
      }
    }
  }

  private static GroupLabels of(Path file, List<String> named) {
    List<String> groups = List.copyOf(new TreeSet<>(named));
    if (groups.size() < 2) {
      throw new BadDataException(
          "%s: expected at least 2 groups, found %s".formatted(file, groups));
    }
    return new GroupLabels(
        groups, named.stream().mapToInt(groups::indexOf).toArray(), Sha256.ofFile(file));
  }
}
