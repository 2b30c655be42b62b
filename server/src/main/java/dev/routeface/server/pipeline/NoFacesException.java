package dev.routeface.server.pipeline;

/** A picture was read and gives no face that can be used. */
final class NoFacesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  NoFacesException(Failure failure, String message) {
    super(message);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
