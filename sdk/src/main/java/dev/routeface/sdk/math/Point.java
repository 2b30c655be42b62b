package dev.routeface.sdk.math;

/**
 * A place in a picture.
 *
 * @param x pixels to the right; the centre of the first pixel is 0
 * @param y pixels downwards
 */
public record Point(double x, double y) {
  /** Length of the way to another place. */
  public double distance(Point other) {
    return Math.hypot(other.x - x, other.y - y);
  }
}
