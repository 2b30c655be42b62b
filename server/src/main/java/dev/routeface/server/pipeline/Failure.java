package dev.routeface.server.pipeline;

import java.util.Locale;

/** Why one picture has no faces, while others of the same request may have. */
public enum Failure {
  /** Neither JPEG, PNG nor WebP, or one with several frames. */
  UNSUPPORTED_IMAGE,
  /** More bytes, pixels, or longer sides than allowed. */
  IMAGE_TOO_LARGE,
  /** Cut, or it does not decode. */
  IMAGE_DAMAGED,
  /** Said to be an aligned face, but not square. */
  IMAGE_NOT_SQUARE,
  FACE_NOT_FOUND,
  /** More faces than wanted, and {@link Task.Choice#ERROR} was the choice. */
  SEVERAL_FACES,
  /** Detection is asked for, and the service has no detector. */
  NO_DETECTOR,
  /** The model gave a vector that is zero or not finite. */
  NO_EMBEDDING,
  /** Not done within the time for one picture. */
  TIMED_OUT,
  /** The service failed, not the picture. */
  INTERNAL;

  /** As clients see it: {@code "face_not_found"}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
