package dev.routeface.server.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.Map;

/**
 * The body of every error: {@code {"error": {"code", "message", "details"}, "request_id"}}.
 *
 * @param requestId the response's X-Request-Id
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record ErrorBody(Error error, String requestId) {
  /**
   * What went wrong.
   *
   * @param code one of {@link Code}, in lower case
   * @param message for people
   * @param details for programs
   */
  @Serdeable.Serializable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Error(String code, String message, Map<String, Object> details) {}

  public static ErrorBody of(Code code, String message, String requestId) {
    return new ErrorBody(new Error(code.text(), message, Map.of()), requestId);
  }

  public static ErrorBody of(Problem problem, String requestId) {
    return new ErrorBody(
        new Error(problem.code().text(), problem.getMessage(), problem.details()), requestId);
  }
}
