package dev.routeface.server.security;

import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.http.Errors;
import dev.routeface.server.http.RequestIds;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.ErrorBody;
import dev.routeface.server.problem.Problem;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands before every endpoint: no key, no answer; no scope, no answer; too many, later. It runs
 * before a body is read, so that refusing is cheap.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(SecurityFilter.ORDER)
final class SecurityFilter {
  /** After request ids, before anything else. */
  static final int ORDER = -1000;

  private static final String LEASE = "routeface.lease";
  private static final String BEARER = "Bearer ";

  /** What lies below these is closed even where there is no endpoint. */
  private static final List<String> CLOSED = List.of("/v1", "/v2", "/api", "/metrics");

  private final KeyFile keys;
  private final ApiKey.KeyLimits usual;
  private final Room room;
  private final Map<String, KeyGate> gates = new ConcurrentHashMap<>();

  SecurityFilter(KeyFile keys, ServiceConfig config) {
    this.keys = keys;
    ServiceConfig.Limits limits = config.limits();
    this.usual = new ApiKey.KeyLimits(limits.requestsPerSecond(), limits.concurrent());
    this.room = new Room(limits, Runtime.getRuntime().maxMemory());
  }

  /** Answers with the refusal itself: for what is thrown the framework looks through its beans. */
  @RequestFilter
  Optional<HttpResponse<ErrorBody>> enter(HttpRequest<?> request) {
    try {
      admit(request);
      return Optional.empty();
    } catch (Problem e) {
      return Optional.of(Errors.of(e, RequestIds.of(request)));
    }
  }

  private void admit(HttpRequest<?> request) {
    Optional<AnnotationMetadata> route =
        RouteAttributes.getRouteInfo(request).map(info -> info.getAnnotationMetadata());
    if (open(request, route)) {
      return;
    }
    ApiKey key = authenticated(request);
    Caller.set(request, key);
    route.ifPresent(metadata -> authorise(key, metadata));
    request.setAttribute(LEASE, admitted(key, length(request)));
  }

  /** Runs for every answer, errors included. */
  @ResponseFilter
  void leave(HttpRequest<?> request) {
    request.removeAttribute(LEASE, Runnable.class).ifPresent(Runnable::run);
  }

  /** What has no route is a file of the pages that come with the service, or nothing. */
  private static boolean open(HttpRequest<?> request, Optional<AnnotationMetadata> route) {
    return route
        .map(metadata -> metadata.hasAnnotation(Open.class))
        .orElseGet(() -> CLOSED.stream().noneMatch(request.getPath()::startsWith));
  }

  private ApiKey authenticated(HttpRequest<?> request) {
    return shown(request)
        .flatMap(keys::find)
        .orElseThrow(
            () ->
                Problem.of(
                    Code.UNAUTHENTICATED,
                    "expected a key as \"Authorization: Bearer KEY\" or \"x-api-key: KEY\", found "
                        + (shown(request).isPresent() ? "one that is not valid" : "none")));
  }

  private static Optional<String> shown(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    return headers
        .getFirst(HttpHeaders.AUTHORIZATION)
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip())
        .or(() -> headers.getFirst("x-api-key").map(String::strip));
  }

  private static void authorise(ApiKey key, AnnotationMetadata route) {
    Set<Scope> needed = Set.of(route.enumValues(Needs.class, Scope.class));
    if (needed.stream().noneMatch(key.scopes()::contains)) {
      throw Problem.of(
          Code.FORBIDDEN,
          "expected a key with the scope %s, found %s"
              .formatted(
                  needed.isEmpty() ? "of nobody" : ApiKey.names(needed).replace(", ", " or "),
                  ApiKey.names(key.scopes())));
    }
  }

  /** Bytes of the body; as many as there can be, if it comes in pieces. */
  private static long length(HttpRequest<?> request) {
    boolean inPieces = request.getHeaders().contains(HttpHeaders.TRANSFER_ENCODING);
    return inPieces ? Long.MAX_VALUE : Math.max(0, request.getContentLength());
  }

  private Runnable admitted(ApiKey key, long length) {
    KeyGate gate = gate(key);
    gate.enter(System.nanoTime());
    try {
      Runnable place = room.enter(length);
      return () -> {
        gate.leave();
        place.run();
      };
    } catch (Problem full) {
      gate.leave();
      throw full;
    }
  }

  private KeyGate gate(ApiKey key) {
    ApiKey.KeyLimits limits = key.limits().orElse(usual);
    return gates.compute(
        key.id(),
        (id, gate) ->
            gate != null && gate.limits().equals(limits)
                ? gate
                : new KeyGate(limits, System.nanoTime()));
  }
}
