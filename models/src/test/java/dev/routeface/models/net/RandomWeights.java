package dev.routeface.models.net;

import dev.routeface.models.weights.InitialWeights;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The numbers of a network that looks trained: no scale is one, no shift zero, no slope a quarter.
 */
public final class RandomWeights {
  private RandomWeights() {}

  public static Weights of(Network network, long seed) {
    Weights initial = InitialWeights.of(network, seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<Tensor> tensors =
        Parameter.of(network).stream()
            .map(p -> new Tensor(p.name(), p.shape(), data(p, initial, random)))
            .toList();
    return Weights.of(tensors);
  }

  private static float[] data(Parameter parameter, Weights initial, SplittableRandom random) {
    float[] data = initial.tensor(parameter.name()).data();
    for (int i = 0; i < data.length; i++) {
      double u = random.nextDouble();
      data[i] =
          switch (parameter.role()) {
            case WEIGHT, FIXED_SCALE -> data[i];
            case NORM_SCALE, RUNNING_VARIANCE -> (float) (0.5 + u);
            case BIAS, NORM_SHIFT, RUNNING_MEAN -> (float) (u - 0.5);
            case SLOPE -> (float) (0.5 * u - 0.05);
          };
    }
    return data;
  }
}
