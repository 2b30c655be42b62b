package dev.routeface.server.observe;

import dev.routeface.server.http.RequestIds;
import dev.routeface.server.security.Caller;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteInfo;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line and one figure per request. Paths hold subjects' ids, so that only their templates are
 * written.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final String BEGAN = "routeface.began";

  private final Metrics metrics;

  AccessLog(Metrics metrics) {
    this.metrics = metrics;
  }

  @RequestFilter
  void begin(HttpRequest<?> request) {
    request.setAttribute(BEGAN, System.nanoTime());
  }

  @ResponseFilter
  void end(HttpRequest<?> request, HttpResponse<?> response) {
    long began = request.getAttribute(BEGAN, Long.class).orElseGet(System::nanoTime);
    Duration time = Duration.ofNanos(System.nanoTime() - began);
    String method = method(request);
    String route = route(request);
    metrics.answered(method, route, response.code(), time);
    LOG.atInfo()
        .addKeyValue("request_id", RequestIds.of(request))
        .addKeyValue("key", Caller.of(request))
        .addKeyValue("method", method)
        .addKeyValue("route", route)
        .addKeyValue("status", response.code())
        .addKeyValue("ms", time.toMillis())
        .log("request");
  }

  /** Callers may invent methods; a label must not grow with them. */
  private static String method(HttpRequest<?> request) {
    return request.getMethod() == HttpMethod.CUSTOM ? "OTHER" : request.getMethodName();
  }

  private static String route(HttpRequest<?> request) {
    return RouteAttributes.getRouteInfo(request)
        .filter(UriRouteInfo.class::isInstance)
        .map(info -> ((UriRouteInfo<?, ?>) info).getUriMatchTemplate().toPathString())
        .orElse("unmatched");
  }
}
