package dev.routeface.server.gallery;

import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import java.util.SplittableRandom;

/** Random unit vectors, the same for the same seed. */
public final class Vectors {
  private Vectors() {}

  public static UnitVectors random(long seed, int count, int dimension) {
    SplittableRandom random = Seed.of(seed).at("vectors").random();
    float[] values = new float[count * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return UnitVectors.normalise(dimension, values);
  }
}
