package dev.routeface.server.gallery.embedded;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * How a gallery is opened.
 *
 * @param folder where it lies, see {@link GalleryFolder}
 * @param masterKey 64 hexadecimal digits, from the environment; empty for the folder's key file
 * @param readOnly whether nothing may be changed; another process may then have it open
 */
record EmbeddedSettings(
    Path folder,
    Optional<String> masterKey,
    boolean readOnly,
    Clock clock,
    IntFunction<VectorIndex> indexes) {

  static EmbeddedSettings of(Path folder, Optional<String> masterKey) {
    return new EmbeddedSettings(folder, masterKey, false, Clock.systemUTC(), ExactVectors::of);
  }

  EmbeddedSettings forReading() {
    return new EmbeddedSettings(folder, masterKey, true, clock, indexes);
  }

  EmbeddedSettings at(Clock other) {
    return new EmbeddedSettings(folder, masterKey, readOnly, other, indexes);
  }
}
