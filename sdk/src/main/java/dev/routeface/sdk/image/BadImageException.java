package dev.routeface.sdk.image;

import dev.routeface.models.io.BadInputException;

/** An image cannot be read: not an image, truncated, or larger than allowed. */
public final class BadImageException extends BadInputException {
  private static final long serialVersionUID = 1L;

  public BadImageException(String message) {
    super(message);
  }

  public BadImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
