package dev.routeface.sdk.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.math.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A head in space is turned and seen from far away. */
class PoseTest {
  /** The head of {@link Pose}, from the template: right, down, towards the viewer. */
  private static final double[][] HEAD = {
    {-17.6, 51.6, 0}, {17.6, 51.6, 0}, {0, 75.2, 19.4}, {-14.6, 92.3, 3.5}, {14.6, 92.3, 3.5}
  };

  @Test
  void theTemplateLooksStraightAhead() {
    Pose pose = Pose.of(Aligner.template(112));
    assertEquals(0, pose.yaw(), 2, "its nose stands a third of a pixel aside");
    assertEquals(0, pose.pitch(), 12, "its nose is an idea of training, not of a level head");
    assertEquals(0, pose.roll(), 0.5);
  }

  @Test
  void recoversOneTurnAtATime() {
    for (int angle = -60; angle <= 60; angle += 15) {
      assertEquals(angle, Pose.of(seen(angle, 0, 0, 3)).yaw(), 1.5);
      assertEquals(angle, Pose.of(seen(0, angle, 0, 3)).pitch(), 1.5);
      assertEquals(angle, Pose.of(seen(0, 0, angle, 3)).roll(), 1e-9);
    }
  }

  @Test
  void recoversTurnsTogetherAsWellAsFiveLandmarksCan() {
    for (int yaw = -40; yaw <= 40; yaw += 20) {
      for (int pitch = -30; pitch <= 30; pitch += 15) {
        Pose pose = Pose.of(seen(yaw, pitch, 20, 1));
        assertEquals(yaw, pose.yaw(), 10, "yaw of " + yaw + ", " + pitch);
        assertEquals(pitch, pose.pitch(), 12, "pitch of " + yaw + ", " + pitch);
      }
    }
  }

  @Test
  void doesNotDependOnPlaceAndSize() {
    Pose near = Pose.of(seen(20, 10, 5, 7));
    Pose far = Pose.of(seen(20, 10, 5, 0.5));
    assertEquals(near.yaw(), far.yaw(), 1e-9);
    assertEquals(near.pitch(), far.pitch(), 1e-9);
  }

  @Test
  void aNoseToTheRightLooksToTheRight() {
    assertTrue(Pose.of(seen(30, 0, 0, 1)).yaw() > 20);
    assertTrue(Pose.of(seen(0, 30, 0, 1)).pitch() > 20, "a nose further up looks up");
  }

  private static Landmarks seen(double yaw, double pitch, double roll, double scale) {
    List<Point> points = new ArrayList<>();
    for (double[] p : HEAD) {
      double y0 = p[1] - 72;
      double[] up = turned(y0, p[2], -Math.toRadians(-pitch)); // a nose that goes up has less y
      double y = y0 * Math.cos(Math.toRadians(pitch)) - p[2] * Math.sin(Math.toRadians(pitch));
      double z = up[1];
      double[] aside = turned(p[0], z, Math.toRadians(yaw));
      double[] leant = turned(aside[0], y, -Math.toRadians(roll));
      points.add(new Point(100 + scale * leant[0], 50 + scale * leant[1]));
    }
    return Landmarks.of(points);
  }

  /** The first coordinate takes from the second as the angle grows. */
  private static double[] turned(double first, double second, double angle) {
    return new double[] {
      first * Math.cos(angle) + second * Math.sin(angle),
      second * Math.cos(angle) - first * Math.sin(angle)
    };
  }
}
