package dev.routeface.server.api.kserve;

import dev.routeface.server.problem.ErrorBody;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * Errors below {@code /v2} in the protocol's shape, whoever found them: its clients expect a text
 * under {@code error}, and fail on anything else.
 */
@ServerFilter({"/v2", "/v2/**"})
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class InferErrors {
  /**
   * The body of every error.
   *
   * @param error for people
   * @param code as of all other errors
   * @param requestId the answer's X-Request-Id
   */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  record Body(String error, String code, String requestId) {}

  @ResponseFilter
  void translate(MutableHttpResponse<?> response) {
    if (response.body() instanceof ErrorBody ours) {
      response.body(new Body(ours.error().message(), ours.error().code(), ours.requestId()));
    }
  }
}
