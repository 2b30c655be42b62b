package dev.routeface.server.http;

import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.ErrorBody;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * What the framework refuses without a word, as it does a page of another origin that asks a
 * service of this machine, is told in the shape of all errors.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BareErrors {
  private static final String ORIGIN =
      "request at Origin: expected that of this service, found another; a proxy between has to pass"
          + " Host on as it was";

  @ResponseFilter
  void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (response.code() >= 400 && response.getBody().isEmpty()) {
      String message = request.getOrigin().map(origin -> ORIGIN).orElseGet(response::reason);
      response
          .body(ErrorBody.of(Code.of(response.code()), message, RequestIds.of(request)))
          .contentType(MediaType.APPLICATION_JSON_TYPE);
    }
  }
}
