package dev.routeface.sdk.image;

/**
 * A face that a detector found.
 *
 * @param box around it
 * @param score of the detector, 0 to 1; comparable within one detector alone
 * @param landmarks of it
 */
public record DetectedFace(Box box, double score, Landmarks landmarks) {
  /** The same face in a picture that is {@code factor} times as large. */
  DetectedFace scaled(double factor) {
    return new DetectedFace(box.scaled(factor), score, landmarks.scaled(factor));
  }
}
