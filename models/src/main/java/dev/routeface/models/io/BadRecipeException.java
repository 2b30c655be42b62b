package dev.routeface.models.io;

/** A JSON file of ours has an unknown key, a missing key or a value out of range. */
public final class BadRecipeException extends BadInputException {
  private static final long serialVersionUID = 1L;

  public BadRecipeException(String message) {
    super(message);
  }

  public BadRecipeException(String message, Throwable cause) {
    super(message, cause);
  }
}
