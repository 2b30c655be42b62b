package dev.routeface.models.onnx;

/**
 * The numbers that one map of a network takes, as a byte holds them: {@code x = scale (byte -
 * zero)}, bytes 0..255 (Jacob et al., CVPR 2018, equation 1). Zero is always among them, since
 * padding needs it exactly.
 *
 * @param low at most 0
 * @param high at least 0
 */
public record Range(double low, double high) {
  private static final int STEPS = 255;

  /** The smallest that holds both numbers and zero. */
  public static Range of(double low, double high) {
    return new Range(Math.min(low, 0), Math.max(high, 0));
  }

  public Range {
    if (!(low <= 0 && high >= 0 && high - low < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "expected a finite range around 0, found %s to %s".formatted(low, high));
    }
  }

  /** What one step of the byte is worth; one where nothing but zero occurs. */
  float scale() {
    return high == low ? 1 : (float) ((high - low) / STEPS);
  }

  /** The byte that means zero. */
  int zero() {
    return (int) Math.round(-low / scale());
  }
}
