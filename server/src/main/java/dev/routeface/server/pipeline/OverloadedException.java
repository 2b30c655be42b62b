package dev.routeface.server.pipeline;

import java.time.Duration;

/**
 * Work was refused before it began: as much as may wait is waiting, or the pipeline is closing.
 * Nothing was done, so that asking again later is safe.
 */
public final class OverloadedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Duration retryAfter;
  private final boolean closing;

  OverloadedException(String message, Duration retryAfter, boolean closing) {
    super(message);
    this.retryAfter = retryAfter;
    this.closing = closing;
  }

  /** How long to wait before asking again, whole seconds, at least one. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** Whether it is this process that ends, so that another one should be asked. */
  public boolean closing() {
    return closing;
  }
}
