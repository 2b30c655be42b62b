package dev.routeface.server.cassandra;

import java.security.SecureRandom;
import java.time.Instant;

/** Ids that grow with time: milliseconds, the change's sequence, the place in it, and chance. */
final class FaceIds {
  private static final SecureRandom RANDOM = new SecureRandom();

  private FaceIds() {}

  static String next(Instant time, long sequence, int place) {
    return "f_%012x%010x%05x%05x"
        .formatted(time.toEpochMilli(), sequence, place, RANDOM.nextInt(1 << 20));
  }
}
