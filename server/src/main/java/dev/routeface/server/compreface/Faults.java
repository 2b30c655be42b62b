package dev.routeface.server.compreface;

import dev.routeface.server.api.Service;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.ErrorBody;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;

/**
 * Errors below {@code /api/v1} in CompreFace's shape, whoever found them: the door, the pipeline, a
 * gallery or the framework.
 */
@ServerFilter("/api/v1/**")
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
@Requires(property = Service.COMPREFACE)
final class Faults {
  /**
   * The body of every error.
   *
   * @param code CompreFace's number, 0 where it has none
   */
  @Serdeable.Serializable
  record Body(String message, int code) {}

  @ResponseFilter
  void translate(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (response.body() instanceof ErrorBody ours) {
      ErrorBody.Error error = ours.error();
      Code code = Code.valueOf(error.code().toUpperCase(Locale.ROOT));
      Optional<Fault> fault = Fault.of(code, keyShown(request));
      fault.ifPresent(known -> response.status(known.status()));
      response.body(new Body(error.message(), fault.map(Fault::number).orElse(Fault.UNDEFINED)));
    }
  }

  static HttpResponse<Body> answer(Fault fault, String message) {
    return HttpResponse.<Body>status(HttpStatus.valueOf(fault.status()))
        .body(new Body(message, fault.number()));
  }

  private static boolean keyShown(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    return headers.contains("x-api-key") || headers.contains(HttpHeaders.AUTHORIZATION);
  }

  /** Answers with what an endpoint of this package refused. */
  @Singleton
  @Requires(property = Service.COMPREFACE)
  static final class Refused implements ExceptionHandler<FaultException, HttpResponse<Body>> {
    @Override
    @SuppressWarnings("rawtypes") // the framework's signature
    public HttpResponse<Body> handle(HttpRequest request, FaultException refused) {
      return answer(refused.fault(), refused.getMessage());
    }
  }
}
