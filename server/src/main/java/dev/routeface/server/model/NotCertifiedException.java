package dev.routeface.server.model;

import dev.routeface.models.io.BadInputException;

/** A model was to search what another enrolled, and no certificate says that it may. */
public final class NotCertifiedException extends BadInputException {
  private static final long serialVersionUID = 1L;

  NotCertifiedException(String message) {
    super(message);
  }
}
