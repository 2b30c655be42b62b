package dev.routeface.sdk.data.synthetic;

import dev.routeface.sdk.data.synthetic.Shot.Camera;
import dev.routeface.sdk.math.Seed;
import java.util.SplittableRandom;

/** From light to bytes: blur, contrast, noise, rounding. */
final class Darkroom {
  private static final int CHANNELS = 3;

  private Darkroom() {}

  /**
   * @param light interleaved RGB, 0..1 and above, {@code size * size * 3} (H, W, 3)
   * @return bytes in the same order
   */
  static byte[] develop(float[] light, int size, Camera camera, Seed grain) {
    int radius = (int) (camera.blur() * size / 2 + 0.5);
    float[] blurred = radius == 0 ? light : blur(light, size, radius);
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

  /** Box blur, rows then columns; the border is repeated outwards. */
  static float[] blur(float[] light, int size, int radius) {
    float[] rows = new float[light.length];
    float[] both = new float[light.length];
    for (int line = 0; line < size; line++) {
      for (int c = 0; c < CHANNELS; c++) {
        blurLine(light, rows, line * size * CHANNELS + c, CHANNELS, new int[] {size, radius});
      }
    }
    for (int line = 0; line < size; line++) {
      for (int c = 0; c < CHANNELS; c++) {
        blurLine(rows, both, line * CHANNELS + c, size * CHANNELS, new int[] {size, radius});
      }
    }
    return both;
  }

  private static void blurLine(float[] from, float[] to, int start, int step, int[] sizeRadius) {
    int size = sizeRadius[0];
    int radius = sizeRadius[1];
    float scale = 1f / (2 * radius + 1);
    for (int i = 0; i < size; i++) {
      float sum = 0;
      for (int k = i - radius; k <= i + radius; k++) {
        sum += from[start + Math.max(0, Math.min(size - 1, k)) * step];
      }
      to[start + i * step] = sum * scale;
    }
  }
}
