package dev.routeface.sdk.math;

import java.util.SplittableRandom;

/**
 * Randomness that is a pure function of a seed and of what it is for, so that nothing has to be
 * saved to resume a run: the order of epoch 7 is always {@code Seed.of(seed).at("order", 7)}.
 *
 * @param value the seed itself
 */
public record Seed(long value) {
  public static Seed of(long value) {
    return new Seed(value);
  }

  /** The seed for one purpose and any number of indices. */
  public Seed at(String purpose, long... indices) {
    long mixed = mix(value ^ mix(purpose.hashCode()));
    for (long index : indices) {
      mixed = mix(mixed ^ mix(index + 0x9E3779B97F4A7C15L));
    }
    return new Seed(mixed);
  }

  public SplittableRandom random() {
    return new SplittableRandom(value);
  }

  /** The numbers 0..count-1 in a random order (Fisher-Yates). */
  public int[] permutation(int count) {
    int[] order = new int[count];
    SplittableRandom random = random();
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014, figure 16). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
