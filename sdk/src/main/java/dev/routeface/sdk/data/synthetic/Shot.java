package dev.routeface.sdk.data.synthetic;

import dev.routeface.sdk.math.Seed;

/**
 * How it was photographed: everything that changes from picture to picture of one person.
 * Coordinates as in {@link Identity}.
 */
record Shot(Pose pose, Expression expression, Light light, Scene scene, Camera camera) {
  /**
   * The head's turn as sines, the picture's roll, zoom and shift.
   *
   * @param yaw sine of the turn to the side
   * @param pitch sine of the nod
   * @param frame where the head lies in the picture
   */
  record Pose(double yaw, double pitch, Frame frame) {}

  /** {@code sin}, {@code cos} of the roll, magnification, and the shift of the centre. */
  record Frame(double sin, double cos, double zoom, double right, double down) {}

  /**
   * What the face does.
   *
   * @param smile -1 sad .. 1 laughing
   * @param jaw how far the mouth is open, in lengths
   * @param lids opening of the eyes, share of the identity's own
   * @param brows how far the brows are raised, in lengths
   * @param gaze where the eyes look, shift of the iris to the right
   */
  record Expression(double smile, double jaw, double lids, double brows, double gaze) {}

  /** One lamp, with unit direction towards it (x right, y down, z to the camera), and the rest. */
  record Light(double x, double y, double z, Rgb lamp, Rgb ambient) {}

  /** What is behind, beside and in front. */
  record Scene(Backdrop backdrop, Rgb clothes, Occluder occluder) {}

  /** Two colours along a direction, and a blob of a third. */
  record Backdrop(Rgb from, Rgb to, double slope, Blob blob) {}

  record Blob(Rgb colour, double u, double v, double radius) {}

  /** A rounded thing before the face; {@code width} 0 means none. */
  record Occluder(Rgb colour, double u, double v, double width, double height) {}

  /**
   * What lens and sensor do.
   *
   * @param blur radius of the blur, in lengths
   * @param noise standard deviation of the noise, in grey levels of 255
   * @param contrast factor around mid grey
   */
  record Camera(double blur, double noise, double contrast) {}

  static Shot of(Seed seed) {
    Draw draw = new Draw(seed);
    return new Shot(pose(draw), expression(draw), light(draw), scene(draw), camera(draw));
  }

  private static Pose pose(Draw draw) {
    double yaw = StrictMath.sin(draw.around(0.65));
    double pitch = StrictMath.sin(draw.around(0.36));
    double roll = draw.around(0.14);
    return new Pose(
        yaw,
        pitch,
        new Frame(
            StrictMath.sin(roll),
            StrictMath.cos(roll),
            draw.between(1.04, 1.2),
            draw.around(0.08),
            draw.around(0.08)));
  }

  private static Expression expression(Draw draw) {
    return new Expression(
        draw.between(-0.5, 1),
        draw.maybe(0.45, 0.01, 0.12),
        draw.chance(0.06) ? 0.1 : draw.between(0.6, 1.15),
        draw.between(-0.025, 0.05),
        draw.around(0.05));
  }

  private static Light light(Draw draw) {
    double x = draw.between(-1, 1);
    double y = draw.between(-1, 0.3);
    double z = draw.between(0.35, 1.2);
    double length = Math.sqrt(x * x + y * y + z * z);
    double balance = draw.around(0.22);
    double gain = draw.between(0.55, 1.1);
    double lamp = draw.between(0.25, 0.85);
    Rgb white = new Rgb(1 + balance, 1 + draw.around(0.08), 1 - balance).times(gain);
    return new Light(
        x / length,
        y / length,
        z / length,
        white.times(1.2 * lamp),
        white.times(draw.colour(0.9, 1.1)).times(0.9 - 0.65 * lamp));
  }

  private static Scene scene(Draw draw) {
    Blob blob =
        new Blob(
            draw.colour(0.05, 0.75),
            draw.between(-1, 1),
            draw.between(-1, 1),
            draw.between(0.2, 0.9));
    Backdrop backdrop =
        new Backdrop(draw.colour(0.05, 0.75), draw.colour(0.05, 0.75), draw.between(-1, 1), blob);
    return new Scene(backdrop, draw.colour(0, 0.9), occluder(draw));
  }

  private static Occluder occluder(Draw draw) {
    return new Occluder(
        draw.colour(0, 0.9),
        draw.between(-0.9, 0.9),
        draw.between(-0.9, 0.9),
        draw.maybe(0.25, 0.12, 0.4),
        draw.between(0.12, 0.42));
  }

  private static Camera camera(Draw draw) {
    return new Camera(
        draw.chance(0.6) ? 0 : draw.between(0.02, 0.055),
        draw.between(1, 9),
        draw.between(0.75, 1.2));
  }
}
