package dev.routeface.server.gallery;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is said of a subject; kept sealed, but for the end of retention.
 *
 * @param consent where the subject's consent, or another legal basis, is on record; never blank
 * @param retentionUntil when the subject must be erased, in whole milliseconds; empty for no end
 * @param metadata the caller's own; no biometric data belongs here
 */
public record Profile(
    String consent, Optional<Instant> retentionUntil, Map<String, String> metadata) {
  public Profile {
    if (consent.isBlank()) {
      throw new IllegalArgumentException(
          "consent: expected a reference to the subject's consent, found nothing");
    }
    retentionUntil = retentionUntil.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  public static Profile consented(String consent) {
    return new Profile(consent, Optional.empty(), Map.of());
  }
}
