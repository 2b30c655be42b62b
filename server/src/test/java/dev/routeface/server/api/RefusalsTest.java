package dev.routeface.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a gallery refuses, as callers are told. */
class RefusalsTest {
  private static Problem told(GalleryException.Problem refusal) {
    return Refusals.problem(new GalleryException(refusal, "why"));
  }

  @ParameterizedTest
  @CsvSource({
    "COLLECTION_NOT_FOUND, 404, not_found",
    "SUBJECT_NOT_FOUND,    404, not_found",
    "FACE_NOT_FOUND,       404, not_found",
    "COLLECTION_EXISTS,    409, conflict",
    "SUBJECT_EXISTS,       409, conflict",
    "IDEMPOTENCY_CONFLICT, 409, conflict",
    "CONTRACT_MISMATCH,    409, contract_mismatch",
    "VERSION_MISMATCH,     412, precondition_failed",
    "READ_ONLY,            503, read_only",
    "FULL,                 503, read_only",
    "DAMAGED,              503, gallery_unavailable",
    "UNAVAILABLE,          503, gallery_unavailable",
  })
  void eachHasItsStatus(GalleryException.Problem refusal, int status, String code) {
    Problem problem = told(refusal);
    assertEquals(status + " " + code, problem.code().status() + " " + problem.code().text());
    assertEquals(status != 503, problem.getMessage().equals("why"), "ours alone to read");
    assertEquals(status == 503, problem.retryAfter().isPresent());
  }

  @ParameterizedTest
  @EnumSource(GalleryException.Problem.class)
  void noneIsOurFault(GalleryException.Problem refusal) {
    assertTrue(told(refusal).code().status() != 500);
  }

  @Test
  void aProblemHasNoTrace() {
    assertEquals(0, told(GalleryException.Problem.FULL).getStackTrace().length);
  }
}
