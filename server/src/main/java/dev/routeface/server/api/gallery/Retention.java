package dev.routeface.server.api.gallery;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryStore;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases, every hour, the people whose retention has ended. */
@Singleton
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final GalleryStore gallery;

  Retention(GalleryStore gallery) {
    this.gallery = gallery;
  }

  @Scheduled(initialDelay = "1m", fixedDelay = "1h")
  void purge() {
    if (gallery.readOnly().isPresent()) {
      return;
    }
    try {
      int erased = gallery.purge("retention", Instant.now()).size();
      LOG.atInfo().addKeyValue("subjects", erased).log("retention");
    } catch (GalleryException e) {
      LOG.atError().setCause(e).log("retention failed; it is tried again in an hour");
    }
  }
}
