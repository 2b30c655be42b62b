package dev.routeface.server.http;

import dev.routeface.server.problem.ErrorBody;
import dev.routeface.server.problem.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers with the problem that an endpoint or a filter found. */
@Singleton
final class Problems implements ExceptionHandler<Problem, HttpResponse<ErrorBody>> {
  @Override
  @SuppressWarnings("rawtypes") // the framework's signature
  public HttpResponse<ErrorBody> handle(HttpRequest request, Problem problem) {
    return Errors.of(problem, RequestIds.of(request));
  }
}
