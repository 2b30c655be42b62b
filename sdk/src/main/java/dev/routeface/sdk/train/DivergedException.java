package dev.routeface.sdk.train;

import dev.routeface.models.io.BadInputException;

/** A loss that is no number any more: the learning rate is too high, or the data are broken. */
public final class DivergedException extends BadInputException {
  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }
}
