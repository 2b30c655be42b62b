package dev.routeface.sdk.data.synthetic;

import dev.routeface.sdk.data.synthetic.Identity.Head;
import dev.routeface.sdk.data.synthetic.Shot.Frame;
import dev.routeface.sdk.data.synthetic.Shot.Pose;

/**
 * Where a pixel meets the head. The head is a unit sphere, widened row by row to its outline: so a
 * turn is a rotation of the sphere, exact and invertible, and features foreshorten as they should.
 *
 * <p>One per picture; {@link #locate} moves it from pixel to pixel.
 */
final class Surface {
  /** {@code v} of the head's centre, which puts the eyes a little above the picture's middle. */
  static final double CENTRE = -0.06;

  /** How far the picture follows the features when the head turns: alignment does that. */
  private static final double FOLLOW = 0.3;

  private final Head head;
  private final Pose pose;
  private final double yawCos;
  private final double pitchCos;

  /** The pixel with the picture's roll, zoom and shift undone. */
  double x;

  double y;

  /** The normal towards the camera, on the sphere; {@code nz} is 0 beside the head. */
  double nx;

  double ny;
  double nz;

  /** Signed distance to the head's outline, negative inside. */
  double outside;

  /** The place on the frontal face, and its depth: below 0 it is on the back of the head. */
  double u;

  double v;
  double depth;

  Surface(Head head, Pose pose) {
    this.head = head;
    this.pose = pose;
    this.yawCos = Math.sqrt(1 - pose.yaw() * pose.yaw());
    this.pitchCos = Math.sqrt(1 - pose.pitch() * pose.pitch());
  }

  void locate(double pictureX, double pictureY) {
    undoFrame(pictureX, pictureY, pose.frame());
    ny = (y - CENTRE) / head.height();
    double halfWidth = halfWidth(ny);
    nx = x / halfWidth;
    double square = nx * nx + ny * ny;
    nz = square < 1 ? Math.sqrt(1 - square) : 0;
    outside = (Math.sqrt(square) - 1) * halfWidth;
    turnBack();
  }

  private void undoFrame(double pictureX, double pictureY, Frame frame) {
    double right = pictureX - frame.right();
    double down = pictureY - frame.down();
    x = (right * frame.cos() + down * frame.sin()) / frame.zoom() + FOLLOW * pose.yaw();
    y = (down * frame.cos() - right * frame.sin()) / frame.zoom() + FOLLOW * pose.pitch();
  }

  private void turnBack() {
    double front = nz * yawCos + nx * pose.yaw();
    double sx = nx * yawCos - nz * pose.yaw();
    double sy = ny * pitchCos - front * pose.pitch();
    depth = front * pitchCos + ny * pose.pitch();
    u = sx * halfWidth(sy);
    v = CENTRE + sy * head.height();
    if (u > 0) {
      v -= head.asymmetry() * u;
    }
  }

  /** Half width of the row at height {@code t} that the unit sphere's row is stretched to. */
  double halfWidth(double t) {
    double jaw = t > 0 ? 1 - head.taper() * Math.min(t * t, 1.5) : 1;
    return head.width() * jaw * (1 - head.square() + head.square() * Math.sqrt(1 + t * t));
  }
}
