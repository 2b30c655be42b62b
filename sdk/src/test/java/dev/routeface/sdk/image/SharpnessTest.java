package dev.routeface.sdk.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SharpnessTest {
  /** By cv2.Laplacian (OpenCV 5) of the same luma in 64-bit floats, ksize 1, without the edge. */
  @Test
  void agreesWithOpenCv() {
    byte[] pixels = new byte[7 * 9 * 3];
    for (int y = 0; y < 7; y++) {
      for (int x = 0; x < 9; x++) {
        pixels[(y * 9 + x) * 3] = (byte) ((x * 29 + y * 13) % 256);
        pixels[(y * 9 + x) * 3 + 1] = (byte) ((x * x * 7 + y * 3) % 256);
        pixels[(y * 9 + x) * 3 + 2] = (byte) ((x * y * 11) % 256);
      }
    }
    assertEquals(12225.4155274, Sharpness.of(new RgbImage(9, 7, pixels)), 1e-6);
  }

  @Test
  void flatAndTinyPicturesHaveNone() {
    assertEquals(0, Sharpness.of(new RgbImage(9, 7, new byte[9 * 7 * 3])));
    for (int side = 1; side <= 2; side++) {
      assertEquals(0, Sharpness.of(new RgbImage(side, side, new byte[side * side * 3])));
    }
  }

  @Test
  void blurTakesItAway() {
    byte[] pixels = new byte[112 * 112 * 3];
    new SplittableRandom(1).nextBytes(pixels);
    RgbImage sharp = new RgbImage(112, 112, pixels);
    RgbImage blurred = ImageReader.resized(ImageReader.resized(sharp, 28), 112);
    assertTrue(Sharpness.of(blurred) < Sharpness.of(sharp) / 20);
  }
}
