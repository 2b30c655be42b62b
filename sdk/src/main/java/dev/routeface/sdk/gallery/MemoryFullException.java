package dev.routeface.sdk.gallery;

/** There is no room for more rows; those that are there stay, and can be searched. */
public final class MemoryFullException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MemoryFullException(long floats, OutOfMemoryError cause) {
    super(
        "expected %d MiB more outside the heap, found: %s; -XX:MaxDirectMemorySize sets the limit"
            .formatted(Math.max(1, floats >> 18), cause.getMessage()),
        cause);
  }
}
