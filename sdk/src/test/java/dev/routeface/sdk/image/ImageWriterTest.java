package dev.routeface.sdk.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ImageWriterTest {
  /** A ramp in each direction: smooth, so that JPEG keeps it almost, and nowhere symmetric. */
  private static RgbImage ramps(int width, int height) {
    byte[] pixels = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * 3;
        pixels[at] = (byte) (50 + 3 * x);
        pixels[at + 1] = (byte) (60 + 2 * y);
        pixels[at + 2] = (byte) 90;
      }
    }
    return new RgbImage(width, height, pixels);
  }

  @Test
  void pngComesBackToTheByte() {
    RgbImage image = ramps(17, 31);
    RgbImage back = ImageReader.read("png", ImageWriter.png(image));
    assertEquals(17, back.width());
    assertEquals(31, back.height());
    assertArrayEquals(image.pixels(), back.pixels());
  }

  @Test
  void jpegComesBackAlmost() {
    RgbImage image = ramps(48, 32);
    RgbImage back = ImageReader.read("jpeg", ImageWriter.jpeg(image));
    assertEquals(48, back.width());
    assertEquals(32, back.height());
    for (int i = 0; i < image.pixels().length; i++) {
      int off = Math.abs((image.pixels()[i] & 0xff) - (back.pixels()[i] & 0xff));
      assertTrue(off <= 12, "byte %d is off by %d".formatted(i, off));
    }
  }
}
