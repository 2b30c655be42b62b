package dev.routeface.server.problem;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An error that a caller is told of. The message says what was expected and what was found, and
 * holds no image, embedding or key.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final transient Map<String, Object> details;
  private final transient Optional<Duration> retryAfter;

  private Problem(
      Code code, String message, Map<String, Object> details, Optional<Duration> retryAfter) {
    super(message, null, false, false); // a trace would tell of us, not of the caller
    this.code = code;
    this.details = Map.copyOf(details);
    this.retryAfter = retryAfter;
  }

  public static Problem of(Code code, String message) {
    return new Problem(code, message, Map.of(), Optional.empty());
  }

  /** With facts for programs: limits, what was found. */
  public static Problem of(Code code, String message, Map<String, Object> details) {
    return new Problem(code, message, details, Optional.empty());
  }

  /** One that passes. */
  public static Problem later(Code code, String message, Duration retryAfter) {
    return new Problem(code, message, Map.of(), Optional.of(retryAfter));
  }

  public static Problem invalid(String message) {
    return of(Code.INVALID_REQUEST, message);
  }

  public Code code() {
    return code;
  }

  public Map<String, Object> details() {
    return details;
  }

  /** When to try again. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
