package dev.routeface.server.gallery.embedded;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/** Ids that begin with their time, so that a database adds them at the end, and are random else. */
final class FaceId {
  private static final SecureRandom RANDOM = new SecureRandom();

  private FaceId() {}

  static String next(Instant now) {
    byte[] random = new byte[10];
    RANDOM.nextBytes(random);
    return "f_%012x%s".formatted(now.toEpochMilli(), HexFormat.of().formatHex(random));
  }
}
