package dev.routeface.server.gallery;

/** A gallery refuses, and says what and why in one line. */
public final class GalleryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What stands in the way; one for each answer that a caller may want to give. */
  public enum Problem {
    COLLECTION_NOT_FOUND,
    COLLECTION_EXISTS,
    SUBJECT_NOT_FOUND,
    SUBJECT_EXISTS,
    FACE_NOT_FOUND,
    /** Somebody else changed it since the caller looked. */
    VERSION_MISMATCH,
    /** Embeddings of another contract, or of another dimension. */
    CONTRACT_MISMATCH,
    /** The idempotency key was used for other content. */
    IDEMPOTENCY_CONFLICT,
    /** No change is taken now; {@link GalleryStore#readOnly} says why. */
    READ_ONLY,
    /** No room left; nothing was changed, and a later try may succeed. */
    FULL,
    /** What is stored cannot be read, or was not written by this gallery. */
    DAMAGED,
    /** The store cannot be reached, or is closed. */
    UNAVAILABLE
  }

  private final Problem problem;

  public GalleryException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  public GalleryException(Problem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
