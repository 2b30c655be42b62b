package dev.routeface.server.security;

import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * What may be inside at a time: requests, and bytes of their bodies, which are held in memory until
 * they have been read. Nothing waits here.
 */
final class Room {
  /** A body, its text and what is decoded from it take three times its length. */
  private static final int SHARE = 8;

  private final Semaphore requests;
  private final Semaphore kib;
  private final int largest;

  /**
   * @param memory that the process has for objects, in bytes; an eighth of it is for bodies, but
   *     one of the largest always fits
   */
  Room(ServiceConfig.Limits limits, long memory) {
    this.largest = limits.bodyMib() * 1024;
    this.requests = new Semaphore(limits.inFlight());
    this.kib = new Semaphore((int) Math.max(largest, memory / SHARE / 1024));
  }

  /**
   * Lets a request in.
   *
   * @param length of its body, in bytes; beyond the largest, or where nobody says, it counts as the
   *     largest
   * @return what gives its place back
   * @throws Problem OVERLOADED
   */
  Runnable enter(long length) {
    int wanted = (int) Math.min(largest, length / 1024 + 1);
    if (!requests.tryAcquire()) {
      throw full("the service has all hands full");
    }
    if (!kib.tryAcquire(wanted)) {
      requests.release();
      throw full("the bodies that the service is reading fill its memory");
    }
    return () -> {
      kib.release(wanted);
      requests.release();
    };
  }

  private static Problem full(String message) {
    return Problem.later(Code.OVERLOADED, message, Duration.ofSeconds(1));
  }
}
