package dev.routeface.models.foreign;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node of ours inside a stage, {@code stage1.unit2.expand.conv}.
 *
 * @param stage from 1
 * @param unit from 1
 * @param part the rest of the name
 */
record Unit(int stage, int unit, String part) {
  private static final Pattern NAME = Pattern.compile("stage(\\d)\\.unit(\\d{1,3})\\.(.+)");

  /** Empty for nodes before and after the stages. */
  static Optional<Unit> of(String node) {
    Matcher name = NAME.matcher(node);
    return name.matches()
        ? Optional.of(
            new Unit(
                Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2)), name.group(3)))
        : Optional.empty();
  }
}
