package dev.routeface.server.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.server.pipeline.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The list of errors. */
class CodeTest {
  @Test
  void everyFailureOfAPictureHasItsCode() {
    for (Failure failure : Failure.values()) {
      assertEquals(failure.code(), Code.valueOf(failure.name()).text());
    }
  }

  @Test
  void everyCodeStandsInTheDocsUnderItsStatus() throws IOException {
    String docs = Files.readString(Path.of("../docs/service.md"));
    for (Code code : Code.values()) {
      boolean told =
          docs.lines()
              .anyMatch(
                  line ->
                      line.startsWith("|")
                          && line.contains("`" + code.text() + "`")
                          && line.contains(String.valueOf(code.status())));
      assertTrue(told, code.text() + " " + code.status());
    }
  }

  @Test
  void aBareStatusHasACodeOfThatStatus() {
    for (int status : new int[] {400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 429, 500, 503}) {
      assertEquals(status, Code.of(status).status());
    }
    assertEquals(Code.INVALID_REQUEST, Code.of(418));
    assertEquals(Code.INTERNAL, Code.of(507));
  }
}
