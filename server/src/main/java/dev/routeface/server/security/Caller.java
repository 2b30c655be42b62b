package dev.routeface.server.security;

import io.micronaut.http.HttpRequest;

/** Who asks: the key that came with a request, for what is written down about it. */
public final class Caller {
  private static final String ATTRIBUTE = "routeface.caller";

  private Caller() {}

  static void set(HttpRequest<?> request, ApiKey key) {
    request.setAttribute(ATTRIBUTE, key.id());
  }

  /** The key's id; a dash where none was needed. */
  public static String of(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, String.class).orElse("-");
  }
}
