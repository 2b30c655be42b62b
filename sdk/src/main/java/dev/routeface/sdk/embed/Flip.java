package dev.routeface.sdk.embed;

/** Which views of a face make its embedding where it is judged. */
public enum Flip {
  /** The image as it is. */
  NONE,
  /**
   * The embedding of the image plus that of its mirror image, both before they are scaled to unit
   * length: what InsightFace's {@code verification.py} and its IJB scripts call flip, at twice the
   * cost.
   */
  ADDED
}
