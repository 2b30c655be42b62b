package dev.routeface.sdk.image;

import dev.routeface.sdk.math.Point;

/**
 * A rectangle in pixels of the upright picture, edges included; it may reach beyond the picture.
 *
 * @param left of its left edge
 * @param top of its upper edge
 * @param width above 0
 * @param height above 0
 */
public record Box(double left, double top, double width, double height) {
  public double right() {
    return left + width;
  }

  public double bottom() {
    return top + height;
  }

  public double area() {
    return width * height;
  }

  public Point centre() {
    return new Point(left + width / 2, top + height / 2);
  }

  /** The same part of a picture that is {@code factor} times as large. */
  public Box scaled(double factor) {
    return new Box(left * factor, top * factor, width * factor, height * factor);
  }

  /** Shared area over the area of both together, 0 to 1 (Jaccard). */
  public double overlap(Box other) {
    double w = Math.min(right(), other.right()) - Math.max(left, other.left);
    double h = Math.min(bottom(), other.bottom()) - Math.max(top, other.top);
    double shared = Math.max(0, w) * Math.max(0, h);
    return shared / (area() + other.area() - shared);
  }
}
