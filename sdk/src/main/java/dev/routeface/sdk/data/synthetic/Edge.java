package dev.routeface.sdk.data.synthetic;

/**
 * Shapes without jagged borders: how much of a pixel lies inside, from its distance to the border.
 *
 * @param pixel side of a pixel in lengths
 */
record Edge(double pixel) {
  /** Share of the pixel inside, 0..1; {@code distance} is negative inside. */
  double cover(double distance) {
    return clip(0.5 - distance / pixel);
  }

  /** As {@link #cover}, with a border that fades over {@code width} instead of one pixel. */
  double cover(double distance, double width) {
    return clip(0.5 - distance / Math.max(width, pixel));
  }

  /** Signed distance to an ellipse around the origin: exact on its border, near enough beside. */
  static double ellipse(double x, double y, double halfWidth, double halfHeight) {
    double a = x / halfWidth;
    double b = y / halfHeight;
    return (Math.sqrt(a * a + b * b) - 1) * Math.min(halfWidth, halfHeight);
  }

  /** As {@link #ellipse}, between an ellipse ({@code square} 0) and a rounded box (1). */
  static double plate(double x, double y, double halfWidth, double halfHeight, double square) {
    double a = Math.abs(x) / halfWidth;
    double b = Math.abs(y) / halfHeight;
    double round = Math.sqrt(a * a + b * b);
    double box = Math.sqrt(Math.sqrt(a * a * a * a + b * b * b * b));
    return (round + (box - round) * square - 1) * Math.min(halfWidth, halfHeight);
  }

  /** Triangle wave of period 1 between -1 and 1: waves without a sine. */
  static double wave(double x) {
    return Math.abs(x - Math.floor(x) - 0.5) * 4 - 1;
  }

  static double clip(double value) {
    return value < 0 ? 0 : value > 1 ? 1 : value;
  }
}
