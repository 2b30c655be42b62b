package dev.routeface.server.compreface;

import dev.routeface.server.problem.Code;
import java.util.Optional;

/** CompreFace's errors that this service has too: their numbers, and the HTTP statuses of each. */
enum Fault {
  /** The key is none of ours, which to CompreFace is a service that it does not know. */
  MODEL_NOT_FOUND(10, 404),
  IMAGE_NOT_FOUND(11, 404),
  INCORRECT_PREDICTION_COUNT(12, 400),
  MISSING_REQUEST_HEADER(20, 400),
  UNAVAILABLE_FILE_EXTENSION(21, 400),
  VALIDATION_CONSTRAINT_VIOLATION(26, 400),
  NO_FACES_FOUND(28, 400),
  TOO_MANY_FACES(31, 400),
  MISSING_REQUEST_PARAMETER(33, 400),
  MISSING_REQUEST_PART(34, 400),
  INCORRECT_ARGUMENT(36, 400),
  SUBJECT_NOT_FOUND(42, 404),
  SUBJECT_ALREADY_EXISTS(43, 400),
  EMBEDDING_NOT_FOUND(44, 404);

  /** The number of whatever CompreFace has no other number for. */
  static final int UNDEFINED = 0;

  private final int number;
  private final int status;

  Fault(int number, int status) {
    this.number = number;
    this.status = status;
  }

  int number() {
    return number;
  }

  int status() {
    return status;
  }

  FaultException because(String message) {
    return new FaultException(this, message);
  }

  /** What CompreFace would call an error of ours; empty if it has no such error. */
  static Optional<Fault> of(Code code, boolean keyShown) {
    return switch (code) {
      case UNAUTHENTICATED -> Optional.of(keyShown ? MODEL_NOT_FOUND : MISSING_REQUEST_HEADER);
      case INVALID_REQUEST -> Optional.of(VALIDATION_CONSTRAINT_VIOLATION);
      case UNSUPPORTED_IMAGE, IMAGE_DAMAGED -> Optional.of(UNAVAILABLE_FILE_EXTENSION);
      case FACE_NOT_FOUND -> Optional.of(NO_FACES_FOUND);
      case SEVERAL_FACES -> Optional.of(TOO_MANY_FACES);
      default -> Optional.empty();
    };
  }
}
