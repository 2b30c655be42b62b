package dev.routeface.sdk.data;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.sdk.data.SplitRules.Exclusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a split leaves out of one source. A name that is not in the source is an error: it would be
 * a spelling mistake that leaves nothing out.
 */
final class Exclusions {
  private final Set<String> images = new HashSet<>();
  private final Set<String> identities = new HashSet<>();

  Exclusions(SplitRules rules, String source, FaceDataset faces, Map<String, Path> files) {
    for (Exclusion exclusion : rules.excludeImages()) {
      if (exclusion.source().equals(source)) {
        images.addAll(present(file(files, exclusion), imageNames(faces), lines(files, exclusion)));
      }
    }
    Set<String> known = new HashSet<>(faces.identities());
    for (Exclusion exclusion : rules.excludeIdentities()) {
      if (exclusion.source().equals(source)) {
        identities.addAll(present(file(files, exclusion), known, column(files, exclusion)));
      }
    }
  }

  boolean leavesOut(FaceDataset faces, int index) {
    return identities.contains(faces.identities().get(faces.identity(index)))
        || images.contains(imageName(faces, index));
  }

  int imageCount() {
    return images.size();
  }

  int identityCount() {
    return identities.size();
  }

  /** {@code identity/file}: the same wherever the data set lies. */
  private static String imageName(FaceDataset faces, int index) {
    String name = faces.name(index).replace('\\', '/');
    return faces.identities().get(faces.identity(index))
        + "/"
        + name.substring(name.lastIndexOf('/') + 1);
  }

  private static Set<String> imageNames(FaceDataset faces) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < faces.size(); i++) {
      names.add(imageName(faces, i));
    }
    return names;
  }

  /** Names with the line each stands in, checked against what there is. */
  private static Set<String> present(Path file, Set<String> known, Map<String, Integer> names) {
    names.forEach(
        (name, line) -> {
          if (!known.contains(name)) {
            throw new BadDataException(
                "%s line %d: expected a name from the data set, found \"%s\""
                    .formatted(file, line, name));
          }
        });
    return names.keySet();
  }

  private static Map<String, Integer> lines(Map<String, Path> files, Exclusion exclusion) {
    Map<String, Integer> names = new LinkedHashMap<>();
    int number = 0;
    for (String line : read(file(files, exclusion))) {
      number++;
      if (!line.isBlank()) {
        names.put(line.strip(), number);
      }
    }
    return names;
  }

  private static Map<String, Integer> column(Map<String, Path> files, Exclusion exclusion) {
    Path file = file(files, exclusion);
    List<String> lines = read(file);
    List<String> heads = lines.isEmpty() ? List.of() : Arrays.asList(lines.get(0).split(",", -1));
    int column = heads.indexOf(exclusion.column());
    if (column < 0) {
      throw new BadDataException(
          "%s line 1: expected a column \"%s\", found %s"
              .formatted(file, exclusion.column(), heads));
    }
    Map<String, Integer> names = new LinkedHashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      if (cells.length != heads.size()) {
        throw new BadDataException(
            "%s line %d: expected %d columns, found %d"
                .formatted(file, i + 1, heads.size(), cells.length));
      }
      names.put(cells[column], i + 1);
    }
    return names;
  }

  private static Path file(Map<String, Path> files, Exclusion exclusion) {
    return Split.named(files, exclusion.file());
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new BadDataException(
          file + ": expected a readable text file, found " + Reason.of(e), e);
    }
  }
}
