package dev.routeface.models.weights;

import dev.routeface.models.net.Layer;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The numbers of a network before training: weights from N(0, 2 / fan-in) (He et al., ICCV 2015,
 * equation 10), scales and variances one, slopes a quarter, the rest zero.
 */
public final class InitialWeights {
  private InitialWeights() {}

  /** A pure function of network and seed. */
  public static Weights of(Network network, long seed) {
    return of(Parameter.of(network), seed);
  }

  /** As for a network, for arrays that are trained beside one. */
  public static Weights of(List<Parameter> parameters, long seed) {
    return Weights.of(parameters.stream().map(parameter -> tensor(parameter, seed)).toList());
  }

  private static Tensor tensor(Parameter parameter, long seed) {
    float[] data = new float[parameter.elements()];
    switch (parameter.role()) {
      case WEIGHT -> gaussian(data, data.length / parameter.shape().get(0), seed, parameter.name());
      case NORM_SCALE, FIXED_SCALE, RUNNING_VARIANCE -> Arrays.fill(data, 1);
      case SLOPE -> Arrays.fill(data, Layer.Prelu.INITIAL_SLOPE);
      case BIAS, NORM_SHIFT, RUNNING_MEAN -> {} // zero already
    }
    return new Tensor(parameter.name(), parameter.shape(), data);
  }

  /** Each array has a stream of its own, so that a layer more does not change the others. */
  private static void gaussian(float[] data, int fanIn, long seed, String name) {
    Random random = new Random(mix(mix(seed) ^ name.hashCode()));
    double deviation = Math.sqrt(2.0 / fanIn);
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (random.nextGaussian() * deviation);
    }
  }

  /**
   * Spreads the bits: {@link Random} itself gives neighbouring seeds first draws that correlate by
   * a half. It makes the Gaussians all the same, because its algorithm alone is the same on every
   * Java.
   */
  private static long mix(long seed) {
    return new SplittableRandom(seed).nextLong();
  }
}
