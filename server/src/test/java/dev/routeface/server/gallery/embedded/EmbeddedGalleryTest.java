package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.GalleryStoreContract;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** The embedded gallery keeps the contract of all stores. */
class EmbeddedGalleryTest extends GalleryStoreContract {
  @TempDir Path folder;

  @Override
  protected GalleryStore open(Clock clock) {
    return open(folder.resolve("one"), clock);
  }

  @Override
  protected GalleryStore openOther(Clock clock) {
    return open(folder.resolve("other"), clock);
  }

  private static GalleryStore open(Path folder, Clock clock) {
    return new Opening(EmbeddedSettings.of(folder, Optional.empty()).at(clock)).open();
  }
}
