package dev.routeface.sdk.math;

import java.util.List;

/**
 * A turn, one scale and a shift of the plane: {@code x' = a x - b y + dx}, {@code y' = b x + a y +
 * dy}.
 *
 * @param a scale times the cosine of the turn
 * @param b scale times the sine of the turn
 * @param dx shift to the right
 * @param dy shift downwards
 */
public record Similarity(double a, double b, double dx, double dy) {
  /**
   * The similarity with the least sum of squared distances between where it brings {@code from} and
   * {@code to}, mirror images left out: Umeyama, "Least-squares estimation of transformation
   * parameters between two point patterns", PAMI 13, 1991. In the plane its singular value
   * decomposition has a closed form, since a turn with a scale is one complex number.
   *
   * @param from at least two places, not all the same
   * @param to as many
   * @throws IllegalArgumentException if there are too few, not as many, or all at one place
   */
  public static Similarity fit(List<Point> from, List<Point> to) {
    if (from.size() != to.size() || from.size() < 2) {
      throw new IllegalArgumentException(
          "expected as many places on both sides, two or more, found %d and %d"
              .formatted(from.size(), to.size()));
    }
    Point middle = mean(from);
    Point target = mean(to);
    double spread = 0;
    double along = 0;
    double across = 0;
    for (int i = 0; i < from.size(); i++) {
      double x = from.get(i).x() - middle.x();
      double y = from.get(i).y() - middle.y();
      double u = to.get(i).x() - target.x();
      double v = to.get(i).y() - target.y();
      spread += x * x + y * y;
      along += x * u + y * v;
      across += x * v - y * u;
    }
    if (!(spread > 0)) {
      throw new IllegalArgumentException("expected places apart, found all of them at " + middle);
    }
    return about(along / spread, across / spread, middle, target);
  }

  /** The similarity with this turn and scale that brings {@code middle} to {@code target}. */
  private static Similarity about(double a, double b, Point middle, Point target) {
    return new Similarity(
        a,
        b,
        target.x() - a * middle.x() + b * middle.y(),
        target.y() - b * middle.x() - a * middle.y());
  }

  private static Point mean(List<Point> points) {
    return new Point(
        points.stream().mapToDouble(Point::x).sum() / points.size(),
        points.stream().mapToDouble(Point::y).sum() / points.size());
  }

  /** Where it brings a place. */
  public Point apply(Point point) {
    return new Point(
        a * point.x() - b * point.y() + dx, // the two rows of the matrix
        b * point.x() + a * point.y() + dy);
  }

  /** How many times longer everything becomes. */
  public double scale() {
    return Math.hypot(a, b);
  }

  /** The turn in radians, from the x axis towards the y axis: clockwise as pictures are seen. */
  public double turn() {
    return Math.atan2(b, a);
  }

  /** This, and after it another. */
  public Similarity then(Similarity next) {
    Point shift = next.apply(new Point(dx, dy));
    return new Similarity(next.a * a - next.b * b, next.a * b + next.b * a, shift.x(), shift.y());
  }

  /** What undoes it; the scale must not be zero. */
  public Similarity inverse() {
    double square = a * a + b * b;
    double c = a / square;
    double s = -b / square;
    return new Similarity(c, s, -c * dx + s * dy, -s * dx - c * dy);
  }
}
