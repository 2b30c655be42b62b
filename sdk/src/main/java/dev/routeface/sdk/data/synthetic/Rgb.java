package dev.routeface.sdk.data.synthetic;

/**
 * A colour or a reflectance.
 *
 * @param r red, 0..1 (above 1 only for light)
 * @param g green, as red
 * @param b blue, as red
 */
record Rgb(double r, double g, double b) {
  Rgb times(double factor) {
    return new Rgb(r * factor, g * factor, b * factor);
  }

  Rgb times(Rgb other) {
    return new Rgb(r * other.r, g * other.g, b * other.b);
  }

  /** This colour at {@code share} 0, the other one at 1. */
  Rgb mix(Rgb other, double share) {
    return new Rgb(r + (other.r - r) * share, g + (other.g - g) * share, b + (other.b - b) * share);
  }
}
