package dev.routeface.server.security;

import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import java.time.Duration;

/**
 * One key's allowance: a token bucket that holds one second's worth, and a number of requests at a
 * time. Nothing waits here; who comes too early is told when to come.
 */
final class KeyGate {
  private static final double NANOS = 1e9;

  private final ApiKey.KeyLimits limits;
  private double tokens;
  private long filled;
  private int running;

  KeyGate(ApiKey.KeyLimits limits, long now) {
    this.limits = limits;
    this.tokens = capacity();
    this.filled = now;
  }

  ApiKey.KeyLimits limits() {
    return limits;
  }

  /**
   * Lets one request in, which has to {@link #leave} later.
   *
   * @param now {@link System#nanoTime}
   * @throws Problem RATE_LIMITED
   */
  synchronized void enter(long now) {
    refill(now);
    if (running >= limits.concurrent()) {
      throw refused(
          "expected at most %d requests of this key at a time".formatted(limits.concurrent()),
          Duration.ofSeconds(1));
    }
    if (tokens < 1) {
      throw refused(
          "expected at most %s requests of this key per second"
              .formatted(plain(limits.requestsPerSecond())),
          untilNext());
    }
    tokens--;
    running++;
  }

  /** That request is done. */
  synchronized void leave() {
    running--;
  }

  private void refill(long now) {
    double earned = (now - filled) / NANOS * limits.requestsPerSecond();
    tokens = Math.min(capacity(), tokens + earned);
    filled = now;
  }

  /** A key of less than one request a second may still make one. */
  private double capacity() {
    return Math.max(1, limits.requestsPerSecond());
  }

  private Duration untilNext() {
    return Duration.ofSeconds((long) Math.ceil((1 - tokens) / limits.requestsPerSecond()));
  }

  private static Problem refused(String message, Duration wait) {
    return Problem.later(Code.RATE_LIMITED, message, wait);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
