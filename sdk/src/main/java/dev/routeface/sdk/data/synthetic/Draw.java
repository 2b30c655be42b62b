package dev.routeface.sdk.data.synthetic;

import dev.routeface.sdk.math.Seed;
import java.util.SplittableRandom;

/**
 * Random draws in a fixed order. Built on {@code nextDouble()} alone: the library's bounded and
 * Gaussian draws may change between Java releases, and pixels must not.
 */
final class Draw {
  private final SplittableRandom random;

  Draw(Seed seed) {
    random = seed.random();
  }

  /** Uniform in {@code [low, high)}. */
  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Bell-shaped around zero, never beyond {@code reach}; standard deviation {@code reach / 3}. */
  double around(double reach) {
    return reach * (between(-1, 1) + between(-1, 1) + between(-1, 1)) / 3;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** The drawn value with some probability, else 0. */
  double maybe(double probability, double low, double high) {
    double value = between(low, high);
    return chance(probability) ? value : 0;
  }

  Rgb colour(double low, double high) {
    return new Rgb(between(low, high), between(low, high), between(low, high));
  }
}
