package dev.routeface.server.security;

import io.micronaut.http.HttpRequest;
import java.util.Optional;

/** Who asks: the key that came with a request, for what is written down about it. */
public final class Caller {
  private static final String ATTRIBUTE = "routeface.caller";

  private Caller() {}

  static void set(HttpRequest<?> request, ApiKey key) {
    request.setAttribute(ATTRIBUTE, key);
  }

  /** The key's id; a dash where none was needed. */
  public static String of(HttpRequest<?> request) {
    return key(request).map(ApiKey::id).orElse("-");
  }

  /** Whether the key has a scope, for what only some calls of an endpoint need. */
  public static boolean may(HttpRequest<?> request, Scope scope) {
    return key(request).filter(key -> key.scopes().contains(scope)).isPresent();
  }

  private static Optional<ApiKey> key(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, ApiKey.class);
  }
}
