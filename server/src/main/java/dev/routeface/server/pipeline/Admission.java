package dev.routeface.server.pipeline;

import java.time.Duration;

/**
 * The one door of the pipeline. Whatever queues there are behind it, they cannot grow beyond what
 * it lets in.
 */
final class Admission {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** Weight of the newest answer in the pace. */
  private static final double NEWEST = 0.05;

  private final int mostItems;
  private final long mostBytes;
  private int items;
  private long bytes;
  private boolean closing;
  private long lastLeft = System.nanoTime();
  private double nanosPerItem;

  Admission(int mostItems, long mostBytes) {
    this.mostItems = mostItems;
    this.mostBytes = mostBytes;
  }

  /**
   * Lets some in, all or none.
   *
   * @throws OverloadedException if there is no room now, or never again
   * @throws IllegalArgumentException if there could never be
   */
  synchronized void enter(int some, long theirBytes) {
    if (some < 1 || some > mostItems || theirBytes > mostBytes) {
      throw new IllegalArgumentException(
          "expected 1 to %d pictures of %d bytes together, found %d of %d"
              .formatted(mostItems, mostBytes, some, theirBytes));
    }
    if (closing) {
      throw new OverloadedException("the service is closing", Duration.ofSeconds(1), true);
    }
    if (items + some > mostItems || bytes + theirBytes > mostBytes) {
      throw full();
    }
    if (items == 0) {
      lastLeft = System.nanoTime(); // idle time is no pace
    }
    items += some;
    bytes += theirBytes;
  }

  private OverloadedException full() {
    return new OverloadedException(
        "expected fewer than %d pictures or %d bytes in work, found %d and %d"
            .formatted(mostItems, mostBytes, items, bytes),
        retryAfter(),
        false);
  }

  /** Half of what is inside should have left by then. */
  private Duration retryAfter() {
    long seconds = (long) Math.ceil(nanosPerItem * items / 2 / 1e9);
    return Duration.ofSeconds(Math.max(1, Math.min(LONGEST_WAIT.toSeconds(), seconds)));
  }

  synchronized void leave(int some, long theirBytes) {
    long now = System.nanoTime();
    double pace = (now - lastLeft) / (double) some;
    nanosPerItem = nanosPerItem == 0 ? pace : (1 - NEWEST) * nanosPerItem + NEWEST * pace;
    lastLeft = now;
    items -= some;
    bytes -= theirBytes;
    notifyAll();
  }

  synchronized int inside() {
    return items;
  }

  /** Lets nobody in any more. */
  synchronized void close() {
    closing = true;
  }

  /**
   * Waits until everybody has left.
   *
   * @return whether they have
   */
  synchronized boolean awaitEmpty(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); items > 0 && left > 0; left = end - System.nanoTime()) {
      wait(left / 1_000_000 + 1);
    }
    return items == 0;
  }
}
