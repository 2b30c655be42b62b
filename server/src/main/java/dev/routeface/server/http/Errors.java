package dev.routeface.server.http;

import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.ErrorBody;
import dev.routeface.server.problem.Problem;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one shape of all errors, the framework's own included. */
@Singleton
@Primary
public final class Errors implements ErrorResponseProcessor<ErrorBody> {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private final String noEndpoint;

  Errors(ServiceConfig config) {
    this.noEndpoint =
        "no such endpoint"
            + (config.door().docs() ? "; /swagger-ui/ lists those that there are" : "");
  }

  @Override
  public MutableHttpResponse<ErrorBody> processResponse(
      ErrorContext context, MutableHttpResponse<?> base) {
    String id = RequestIds.of(context.getRequest());
    Code code = Code.of(base.code());
    if (code == Code.INTERNAL) {
      LOG.atError()
          .addKeyValue("request_id", id)
          .setCause(context.getRootCause().orElse(null))
          .log("an endpoint failed");
    }
    return answer(base.body(ErrorBody.of(code, message(code, context, base), id)), id);
  }

  /** What we did wrong is for the log alone. */
  private String message(Code code, ErrorContext context, HttpResponse<?> base) {
    return switch (code) {
      case INTERNAL -> "the service failed; its log has more under this request id";
      case NOT_FOUND -> noEndpoint;
      default -> refused(context).orElseGet(base::reason);
    };
  }

  private static Optional<String> refused(ErrorContext context) {
    if (context.getRootCause().orElse(null) instanceof UnsatisfiedBodyRouteException) {
      return Optional.of("request: expected a JSON object or a form as its body, found none");
    }
    return Optional.of(context)
        .filter(ErrorContext::hasErrors)
        .map(
            of -> of.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; ")));
  }

  /** The answer that tells of a problem. */
  public static MutableHttpResponse<ErrorBody> of(Problem problem, String requestId) {
    MutableHttpResponse<ErrorBody> response =
        HttpResponse.<ErrorBody>status(HttpStatus.valueOf(problem.code().status()))
            .body(ErrorBody.of(problem, requestId));
    problem
        .retryAfter()
        .ifPresent(
            wait ->
                response.header(
                    HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, wait.toSeconds()))));
    return answer(response, requestId);
  }

  /** No filter sees what is refused before there is a route, as headers that are too large. */
  private static MutableHttpResponse<ErrorBody> answer(
      MutableHttpResponse<ErrorBody> response, String requestId) {
    response.getHeaders().set(RequestIds.HEADER, requestId);
    return response.contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
