package dev.routeface.models.io;

/**
 * Something the user handed in is not what it should be. The message says where, what was expected
 * and what was found; the command line prints it as one line, without a stack trace.
 */
public abstract class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected BadInputException(String message) {
    super(message);
  }

  protected BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
