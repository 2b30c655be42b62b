package dev.routeface.server.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.audit.AuditEvent;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Searches when the audit log cannot be written; what is logged then, ReadOnlyTest shows. */
class AuditTrailTest {
  private static final AuditEvent SEARCH = new AuditEvent("face.search", List.of("c"), Map.of());

  /** A gallery that takes changes, as far as it knows, and refuses this one. */
  private static GalleryStore refusing(Problem problem) {
    return (GalleryStore)
        Proxy.newProxyInstance(
            GalleryStore.class.getClassLoader(),
            new Class<?>[] {GalleryStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("readOnly")) {
                return Optional.empty();
              }
              throw new GalleryException(problem, "no");
            });
  }

  @ParameterizedTest
  @EnumSource(names = {"FULL", "UNAVAILABLE"})
  void goOnWhenThereIsNoRoomOrTooFewMachinesAnswer(Problem problem) {
    assertDoesNotThrow(() -> new AuditTrail(refusing(problem)).note("key", SEARCH));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"FULL", "UNAVAILABLE"})
  void areRefusedForAnyOtherReason(Problem problem) {
    AuditTrail trail = new AuditTrail(refusing(problem));
    GalleryException refused =
        assertThrows(GalleryException.class, () -> trail.note("key", SEARCH));
    assertEquals(problem, refused.problem());
  }
}
