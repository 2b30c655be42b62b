package dev.routeface.server.api;

/** Set when the model has answered once, taken back when the service is told to stop. */
public final class Readiness {
  private volatile boolean ready;

  public boolean ready() {
    return ready;
  }

  public void set(boolean now) {
    ready = now;
  }
}
