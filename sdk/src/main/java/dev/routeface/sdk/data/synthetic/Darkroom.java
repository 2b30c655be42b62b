package dev.routeface.sdk.data.synthetic;

import dev.routeface.sdk.data.synthetic.Shot.Camera;
import dev.routeface.sdk.math.Seed;
import java.util.SplittableRandom;

/** From light to bytes: blur, contrast, noise, rounding. */
final class Darkroom {
  private static final int CHANNELS = 3;

  private Darkroom() {}

  /**
   * Makes a picture of what fell on the sensor.
   *
   * @param light interleaved RGB, 0..1 and above, {@code size * size * 3} (H, W, 3)
   * @return bytes in the same order
   */
  static byte[] develop(float[] light, int size, Camera camera, Seed grain) {
    int radius = (int) (camera.blur() * size / 2 + 0.5);
    float[] blurred = radius == 0 ? light : new Blur(size, radius).of(light);
    SplittableRandom random = grain.random();
    byte[] pixels = new byte[blurred.length];
    for (int i = 0; i < pixels.length; i++) {
      double level = 0.5 + (Math.sqrt(Edge.clip(blurred[i])) - 0.5) * camera.contrast();
      double noisy = 255 * level + camera.noise() * grain(random);
      pixels[i] = (byte) (int) (255 * Edge.clip(noisy / 255) + 0.5);
    }
    return pixels;
  }

  /** Near enough to a normal deviate: four 16-bit uniforms of one draw, scaled to variance one. */
  private static double grain(SplittableRandom random) {
    long bits = random.nextLong();
    long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
    return (sum - 131070) * (1.7320508 / 65536);
  }

  /**
   * Box blur, rows then columns; the border is repeated outwards.
   *
   * @param size side of the picture in pixels
   * @param radius pixels to each side that are averaged
   */
  record Blur(int size, int radius) {
    float[] of(float[] light) {
      float[] rows = new float[light.length];
      float[] both = new float[light.length];
      for (int line = 0; line < size; line++) {
        lines(light, rows, line * size * CHANNELS, CHANNELS);
      }
      for (int line = 0; line < size; line++) {
        lines(rows, both, line * CHANNELS, size * CHANNELS);
      }
      return both;
    }

    private void lines(float[] from, float[] to, int start, int step) {
      for (int c = 0; c < CHANNELS; c++) {
        for (int i = 0; i < size; i++) {
          to[start + c + i * step] = mean(from, start + c, i, step);
        }
      }
    }

    private float mean(float[] from, int start, int middle, int step) {
      float sum = 0;
      for (int k = middle - radius; k <= middle + radius; k++) {
        sum += from[start + Math.max(0, Math.min(size - 1, k)) * step];
      }
      return sum / (2 * radius + 1);
    }
  }
}
