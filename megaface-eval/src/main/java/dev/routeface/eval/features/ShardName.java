package dev.routeface.eval.features;

import dev.routeface.models.io.BadDataException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a shard is called: {@code part-00003-of-00012.safetensors}. Every name says how many there
 * are, so that a folder is known to be whole without a file that lists it.
 *
 * @param part from 0
 * @param parts how many there are
 */
record ShardName(int part, int parts) {
  private static final Pattern FORM =
      Pattern.compile("part-([0-9]{5})-of-([0-9]{5})\\.safetensors");

  static Optional<ShardName> parse(String name) {
    Matcher form = FORM.matcher(name);
    return form.matches()
        ? Optional.of(
            new ShardName(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "part-%05d-of-%05d.safetensors".formatted(part, parts);
  }

  /** The names of all. */
  static List<String> all(int parts) {
    return IntStream.range(0, parts).mapToObj(n -> new ShardName(n, parts).toString()).toList();
  }

  /**
   * The shards among the files of a folder, in order.
   *
   * @throws BadDataException if there are none, if one is missing, or if there are others
   */
  static List<String> whole(String folder, Collection<String> files) {
    TreeSet<String> found = new TreeSet<>();
    files.stream().filter(name -> parse(name).isPresent()).forEach(found::add);
    if (found.isEmpty()) {
      throw wrong(folder, "shards, " + new ShardName(0, 1) + " and so on", "none");
    }
    List<String> expected = all(parse(found.first()).orElseThrow().parts());
    for (String name : expected) {
      if (!found.remove(name)) {
        throw wrong(folder, name, "none");
      }
    }
    if (!found.isEmpty()) {
      throw wrong(
          folder,
          "the shards of one writing, " + expected.get(0) + " and so on",
          found.first() + " too");
    }
    return expected;
  }

  private static BadDataException wrong(String folder, String expected, String found) {
    return new BadDataException("%s: expected %s, found %s".formatted(folder, expected, found));
  }
}
