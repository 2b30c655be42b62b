package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import java.util.OptionalLong;

/** Changes are of what the caller has seen. */
final class Versions {
  private Versions() {}

  static void require(String what, OptionalLong expected, long found) {
    if (expected.isPresent() && expected.getAsLong() != found) {
      throw new GalleryException(
          Problem.VERSION_MISMATCH,
          "%s: expected version %d, found version %d".formatted(what, expected.getAsLong(), found));
    }
  }
}
