package dev.routeface.eval.report;

import java.util.Optional;

/**
 * A picture.
 *
 * @param name file name without ending, of lower-case letters, digits and hyphens
 * @param caption what it shows
 * @param alt what a reader who cannot see it should know
 * @param png the encoded picture; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy would serve nobody
public record Figure(String name, String caption, String alt, byte[] png) implements Section {
  public Figure {
    if (!name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException(
          "expected a name of a-z, 0-9 and hyphens, found \"" + name + '"');
    }
  }

  @Override
  public String text() {
    return "%s (%s.png)\n".formatted(caption, name);
  }

  @Override
  public Optional<Figure> picture() {
    return Optional.of(this);
  }
}
