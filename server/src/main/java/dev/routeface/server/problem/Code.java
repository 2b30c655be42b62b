package dev.routeface.server.problem;

import java.util.Locale;

/** Every error that the service documents, with its HTTP status. Callers switch on the name. */
public enum Code {
  /** The request is not what the endpoint takes; the message names the path in it. */
  INVALID_REQUEST(400),
  /** No key, or one that is unknown or revoked. */
  UNAUTHENTICATED(401),
  /** The key lacks the scope. */
  FORBIDDEN(403),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  NOT_ACCEPTABLE(406),
  /** It exists already, or the idempotency key came with other content before. */
  CONFLICT(409),
  /** Embeddings of different contracts are never compared. */
  CONTRACT_MISMATCH(409),
  /** Another writer was faster: the ETag is not the present one. */
  PRECONDITION_FAILED(412),
  /** Above the limit of bytes. */
  TOO_LARGE(413),
  UNSUPPORTED_MEDIA_TYPE(415),
  /** Above the limit of bytes, pixels or sides, by the picture's header. */
  IMAGE_TOO_LARGE(413),
  /** Neither JPEG, PNG nor WebP, or one with several frames. */
  UNSUPPORTED_IMAGE(422),
  /** Cut, or it does not decode. */
  IMAGE_DAMAGED(422),
  /** Said to be an aligned face, but not square. */
  IMAGE_NOT_SQUARE(422),
  FACE_NOT_FOUND(422),
  /** More faces than wanted where the choice was to take none then. */
  SEVERAL_FACES(422),
  /** Detection is asked for and no detector is installed; aligned crops are served all the same. */
  NO_DETECTOR(422),
  /** Nothing that can be scaled to unit length. */
  NO_EMBEDDING(422),
  /** Below the quality that enrolment asks for. */
  QUALITY_TOO_LOW(422),
  /** The model's certificate does not carry the rate. */
  NO_OPERATING_POINT(422),
  /** Above the key's rate or number of requests at a time; Retry-After says when. */
  RATE_LIMITED(429),
  INTERNAL(500),
  /** All queues are full; Retry-After says when. */
  OVERLOADED(503),
  /** The gallery takes no writes; the message says why. */
  READ_ONLY(503),
  /** What is stored cannot be read or reached now. */
  GALLERY_UNAVAILABLE(503),
  /** One picture took too long. */
  TIMED_OUT(503),
  NOT_READY(503);

  private final int status;

  Code(int status) {
    this.status = status;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** The name that goes out: {@code invalid_request}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The code of an error that only its status is known of, as the framework's own are. */
  public static Code of(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 409 -> CONFLICT;
      case 412 -> PRECONDITION_FAILED;
      case 413 -> TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> RATE_LIMITED;
      case 503 -> OVERLOADED;
      default -> status < 500 ? INVALID_REQUEST : INTERNAL;
    };
  }
}
