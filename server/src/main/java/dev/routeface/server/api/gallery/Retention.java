package dev.routeface.server.api.gallery;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.observe.Metrics;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases, every hour, the people whose retention has ended. */
@Singleton
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final GalleryStore gallery;
  private final Metrics metrics;
  private final Clock clock;

  @Inject
  Retention(GalleryStore gallery, Metrics metrics) {
    this(gallery, metrics, Clock.systemUTC());
  }

  Retention(GalleryStore gallery, Metrics metrics, Clock clock) {
    this.gallery = gallery;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Scheduled(initialDelay = "1m", fixedDelay = "1h")
  void purge() {
    try {
      int erased = gallery.purge("retention", clock.instant()).size();
      metrics.purged(erased);
      LOG.atInfo().addKeyValue("subjects", erased).log("retention");
    } catch (GalleryException e) {
      metrics.purgeFailed();
      LOG.atError().setCause(e).log("retention failed; it is tried again in an hour");
    }
  }
}
