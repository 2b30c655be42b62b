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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What galleries and pipelines refuse, told as a {@link Problem}. Where a gallery itself failed,
 * its own words name files and other people: they are for the log, and callers get the request's
 * id.
 */
@Factory
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final int MOST_CHARACTERS = 400;
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(30);

  @Singleton
  ExceptionHandler<GalleryException, HttpResponse<ErrorBody>> gallery() {
    return (request, refusal) -> {
      String id = RequestIds.of(request);
      Problem told = problem(refusal);
      if (told.code().status() >= 500) {
        LOG.atWarn()
            .addKeyValue("request_id", id)
            .addKeyValue("problem", refusal.problem())
            .log(shortened(refusal.getMessage()));
      }
      return Errors.of(told, id);
    };
  }

  private static String shortened(String message) {
    return message.length() <= MOST_CHARACTERS
        ? message
        : message.substring(0, MOST_CHARACTERS) + "…";
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
      case READ_ONLY ->
          Problem.later(
              Code.READ_ONLY,
              "the gallery takes no changes now; the service's log says why",
              LATER);
      case FULL ->
          Problem.later(
              Code.READ_ONLY,
              "the gallery has no room left, and nothing was changed; the service's log says where",
              LATER);
      case DAMAGED ->
          Problem.later(
              Code.GALLERY_UNAVAILABLE,
              "something that is stored here cannot be read; the service's log names it under this"
                  + " request id",
              LATER);
      case UNAVAILABLE ->
          Problem.later(
              Code.GALLERY_UNAVAILABLE,
              "the gallery does not answer; the service's log says why",
              SOON);
    };
  }
}
