package dev.routeface.models.io;

/** A folder, list, record file or run is missing, damaged, or not of the stated form. */
public final class BadDataException extends BadInputException {
  private static final long serialVersionUID = 1L;

  public BadDataException(String message) {
    super(message);
  }

  public BadDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
