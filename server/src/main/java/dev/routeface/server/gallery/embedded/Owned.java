package dev.routeface.server.gallery.embedded;

import java.time.Clock;
import java.util.List;

/**
 * What a gallery was opened with.
 *
 * @param resources closed in the opposite order
 */
record Owned(Clock clock, List<AutoCloseable> resources) implements AutoCloseable {
  @Override
  public void close() {
    for (int i = resources.size() - 1; i >= 0; i--) {
      close(resources.get(i));
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("resources of a gallery throw nothing checked", e);
    }
  }
}
