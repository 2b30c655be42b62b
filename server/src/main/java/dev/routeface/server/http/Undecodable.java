package dev.routeface.server.http;

import dev.routeface.server.problem.ErrorBody;
import dev.routeface.server.problem.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.netty.handler.codec.DecoderException;
import jakarta.inject.Singleton;

/** A body that is not encoded as its headers say is the caller's mistake. */
@Singleton
final class Undecodable implements ExceptionHandler<DecoderException, HttpResponse<ErrorBody>> {
  @Override
  @SuppressWarnings("rawtypes") // the framework's signature
  public HttpResponse<ErrorBody> handle(HttpRequest request, DecoderException failure) {
    return Errors.of(
        Problem.invalid("request: expected a body that is encoded as its headers say"),
        RequestIds.of(request));
  }
}
