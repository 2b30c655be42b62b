package dev.routeface.server.api.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.SetClock;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.audit.AuditEntry;
import dev.routeface.server.gallery.embedded.EmbeddedGallery;
import dev.routeface.server.observe.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  private static final SubjectRef GUEST = new SubjectRef("staff", "guest");
  private static final SubjectRef MEMBER = new SubjectRef("staff", "member");

  @TempDir Path folder;
  private final SetClock clock = new SetClock();
  private final Metrics metrics = new Metrics();
  private GalleryStore gallery;
  private Retention retention;

  @BeforeEach
  void aGuestForADay() {
    gallery = EmbeddedGallery.open(folder, Optional.empty());
    gallery.createCollection(
        "key", new CollectionSpec("staff", "ec_1", 16, CollectionSettings.NONE));
    Optional<java.time.Instant> tomorrow = Optional.of(clock.instant().plus(Duration.ofDays(1)));
    gallery.createSubject("key", GUEST, new Profile("paper", tomorrow, Map.of()));
    gallery.createSubject("key", MEMBER, Profile.consented("paper"));
    retention = new Retention(gallery, metrics, clock);
  }

  @AfterEach
  void close() {
    gallery.close();
    metrics.close();
  }

  @Test
  void erasesWhoseTimeIsOverAndNobodyElse() {
    clock.advance(Duration.ofHours(23));
    retention.purge();
    assertTrue(gallery.subject(GUEST).isPresent(), "an hour is left");
    assertMetric("routeface_retention_erased_total 0.0");
    clock.advance(Duration.ofHours(1));
    retention.purge();
    assertTrue(gallery.subject(GUEST).isEmpty());
    assertTrue(gallery.subject(MEMBER).isPresent());
    assertMetric("routeface_retention_erased_total 1.0");
    AuditEntry last = gallery.audit(gallery.auditHead().sequence() - 1, 1).get(0);
    assertEquals("retention", last.actor());
    retention.purge();
    assertMetric("routeface_retention_erased_total 1.0");
    assertMetric("routeface_retention_failures_total 0.0");
  }

  @Test
  void aPurgeThatFailsIsCountedAndTheNextIsTried() {
    GalleryStore closed = EmbeddedGallery.open(folder.resolve("closed"), Optional.empty());
    closed.close();
    Retention failing = new Retention(closed, metrics, clock);
    failing.purge();
    failing.purge();
    assertMetric("routeface_retention_failures_total 2.0");
  }

  @Test
  void whoIsStillThereBecauseNothingCanBeChangedIsCountedAsAFailure() {
    try (GalleryStore reading = EmbeddedGallery.openForReading(folder, Optional.empty())) {
      new Retention(reading, metrics, clock).purge();
    }
    assertMetric("routeface_retention_failures_total 1.0");
  }

  private void assertMetric(String line) {
    assertTrue(metrics.text().lines().anyMatch(line::equals), metrics.text());
  }
}
