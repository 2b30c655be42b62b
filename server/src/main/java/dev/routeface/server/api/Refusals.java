package dev.routeface.server.api;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.http.Errors;
import dev.routeface.server.http.RequestIds;
import dev.routeface.server.pipeline.OverloadedException;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.ErrorBody;
import dev.routeface.server.problem.Problem;
import io.micronaut.context.annotation.Factory;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What galleries and pipelines refuse, told as a {@link Problem}. */
@Factory
final class Refusals {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(30);

  @Singleton
  ExceptionHandler<GalleryException, HttpResponse<ErrorBody>> gallery() {
    return (request, refusal) -> Errors.of(problem(refusal), RequestIds.of(request));
  }

  @Singleton
  ExceptionHandler<OverloadedException, HttpResponse<ErrorBody>> pipeline() {
    return (request, refusal) ->
        Errors.of(
            Problem.later(Code.OVERLOADED, refusal.getMessage(), refusal.retryAfter()),
            RequestIds.of(request));
  }

  static Problem problem(GalleryException refusal) {
    String message = refusal.getMessage();
    return switch (refusal.problem()) {
      case COLLECTION_NOT_FOUND, SUBJECT_NOT_FOUND, FACE_NOT_FOUND ->
          Problem.of(Code.NOT_FOUND, message);
      case COLLECTION_EXISTS, SUBJECT_EXISTS, IDEMPOTENCY_CONFLICT ->
          Problem.of(Code.CONFLICT, message);
      case VERSION_MISMATCH -> Problem.of(Code.PRECONDITION_FAILED, message);
      case CONTRACT_MISMATCH -> Problem.of(Code.CONTRACT_MISMATCH, message);
      case READ_ONLY, FULL -> Problem.later(Code.READ_ONLY, message, LATER);
      case DAMAGED -> Problem.later(Code.GALLERY_UNAVAILABLE, message, LATER);
      case UNAVAILABLE -> Problem.later(Code.GALLERY_UNAVAILABLE, message, SOON);
    };
  }
}
