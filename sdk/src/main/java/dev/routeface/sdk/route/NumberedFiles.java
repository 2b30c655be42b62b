package dev.routeface.sdk.route;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checkpoints of a training, in the order of the numbers in their names: {@code backbone_9.pth}
 * before {@code backbone_10.pth}, whether the numbers count epochs or steps.
 */
public final class NumberedFiles {
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final int FEWEST = 2;

  private NumberedFiles() {}

  /**
   * Lists a folder.
   *
   * @param pattern a file's name, with stars for what differs; the first number in what the first
   *     star stands for is the file's
   * @return by number, ascending
   * @throws BadDataException if there are fewer than two, one has no number, or two have the same
   * @throws IllegalArgumentException if there is no star
   */
  public static Map<BigInteger, Path> list(Path folder, String pattern) {
    Pattern name = compiled(pattern);
    Map<BigInteger, Path> files = new TreeMap<>();
    for (Path file : children(folder)) {
      Matcher matcher = name.matcher(file.getFileName().toString());
      if (matcher.matches()) {
        Path other = files.put(number(file, matcher.group(1)), file);
        if (other != null) {
          throw new BadDataException(
              "%s: expected one file for each number, found %s and %s"
                  .formatted(folder, other.getFileName(), file.getFileName()));
        }
      }
    }
    if (files.size() < FEWEST) {
      throw new BadDataException(
          "%s: expected at least two files that are called %s, found %d"
              .formatted(folder, pattern, files.size()));
    }
    return files;
  }

  private static Pattern compiled(String pattern) {
    if (!pattern.contains("*")) {
      throw new IllegalArgumentException(
          "expected a star where names differ, such as backbone_*.pth, found " + pattern);
    }
    return Pattern.compile(
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining("(.*?)")));
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new BadDataException(
          folder + ": expected a folder of checkpoints, found " + Reason.of(e), e);
    }
  }

  private static BigInteger number(Path file, String star) {
    Matcher number = NUMBER.matcher(star);
    if (!number.find()) {
      throw new BadDataException(
          "%s: expected a number where the first star stands, found \"%s\"; a narrower pattern"
                  .formatted(file, star)
              + " leaves it out");
    }
    return new BigInteger(number.group());
  }
}
