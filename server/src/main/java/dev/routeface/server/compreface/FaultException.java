package dev.routeface.server.compreface;

/** A request is refused with one of CompreFace's own errors. */
final class FaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;

  FaultException(Fault fault, String message) {
    super(message, null, false, false); // a trace would tell of us, not of the caller
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
