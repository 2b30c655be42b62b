package dev.routeface.server.api;

import dev.routeface.server.observe.Metrics;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Figures for Prometheus, which sends its key as a bearer token. */
@Controller("/metrics")
@Needs(Scope.ADMIN)
@Tag(name = "operation")
final class MetricsController {
  private final Metrics metrics;

  MetricsController(Metrics metrics) {
    this.metrics = metrics;
  }

  /** All figures in Prometheus' text format. */
  @Get(produces = MediaType.TEXT_PLAIN)
  String figures() {
    return metrics.text();
  }
}
