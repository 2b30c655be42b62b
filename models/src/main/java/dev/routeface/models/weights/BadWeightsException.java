package dev.routeface.models.weights;

import dev.routeface.models.io.BadInputException;

/** A weights file is damaged, of a foreign form, or made for another network. */
public final class BadWeightsException extends BadInputException {
  private static final long serialVersionUID = 1L;

  public BadWeightsException(String message) {
    super(message);
  }

  public BadWeightsException(String message, Throwable cause) {
    super(message, cause);
  }
}
