package dev.routeface.sdk.image;

import dev.routeface.models.io.BadInputException;

/** An image cannot be read: not an image, truncated, or larger than allowed. */
public final class BadImageException extends BadInputException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, for whoever answers a program and not a person. */
  public enum Fault {
    /** A format that is not read here, or a picture with several frames. */
    UNSUPPORTED,
    /** More bytes, pixels, longer sides, or a narrower strip than allowed. */
    TOO_LARGE,
    /** Cut, or it does not decode. */
    DAMAGED,
    /** An aligned face is square. */
    NOT_SQUARE
  }

  private final Fault fault;

  public BadImageException(String message) {
    this(Fault.DAMAGED, message, null);
  }

  public BadImageException(String message, Throwable cause) {
    this(Fault.DAMAGED, message, cause);
  }

  BadImageException(Fault fault, String message) {
    this(fault, message, null);
  }

  private BadImageException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
