package dev.routeface.eval.devkit;

/**
 * The devkit's random draws: {@code std::minstd_rand0} seeded with 1 behind libstdc++'s {@code
 * uniform_int_distribution}, rejections included. They are the same in every run of the devkit, so
 * they belong to its figures.
 */
final class RandomGalleries {
  private static final long FACTOR = 16807;
  private static final long MODULUS = 2147483647;

  /** How many galleries the devkit draws. */
  static final int COUNT = 10;

  private long state = 1;

  /** The next draw from {@code 0..n-1}. */
  int next(int n) {
    long scaling = (MODULUS - 2) / n;
    long limit = n * scaling;
    long raw;
    do {
      state = FACTOR * state % MODULUS;
      raw = state - 1;
    } while (raw >= limit);
    return (int) (raw / scaling);
  }
}
