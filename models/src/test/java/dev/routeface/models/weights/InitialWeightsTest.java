package dev.routeface.models.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.net.Network;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.net.Parameter.Role;
import dev.routeface.models.net.SlimResNet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InitialWeightsTest {
  private static final Network NETWORK = SlimResNet.student().network();

  @Test
  void areAFunctionOfNetworkAndSeed() {
    assertEquals(InitialWeights.of(NETWORK, 7), InitialWeights.of(NETWORK, 7));
    assertNotEquals(InitialWeights.of(NETWORK, 7), InitialWeights.of(NETWORK, 8));
  }

  @Test
  void fitTheirNetwork() {
    Weights weights = InitialWeights.of(NETWORK, 7);
    assertEquals(weights, weights.fitting(NETWORK, "initial weights"));
  }

  @Test
  void anArrayMoreDoesNotChangeTheOthers() {
    Parameter a = new Parameter("a", List.of(3, 4), Role.WEIGHT);
    Parameter b = new Parameter("b", List.of(3, 4), Role.WEIGHT);
    Tensor alone = InitialWeights.of(List.of(a), 7).tensor("a");
    Weights both = InitialWeights.of(List.of(b, a), 7);
    assertEquals(alone, both.tensor("a"));
    assertNotEquals(alone.data()[0], both.tensor("b").data()[0]);
  }

  /** 65,536 draws: the bounds are five standard errors wide. */
  @Test
  void weightsHaveTheSpreadOfHe() {
    Parameter parameter = new Parameter("w", List.of(64, 32, 4, 8), Role.WEIGHT);
    float[] data = InitialWeights.of(List.of(parameter), 7).tensor("w").data();
    double deviation = Math.sqrt(2.0 / (32 * 4 * 8));
    double sum = 0;
    double squares = 0;
    for (float value : data) {
      sum += value;
      squares += (double) value * value;
    }
    assertEquals(0, sum / data.length, 5 * deviation / 256);
    assertEquals(1, squares / data.length / (deviation * deviation), 5 * Math.sqrt(2) / 256);
  }

  /** 4,096 neighbours: independent draws correlate by less than five standard errors. */
  @Test
  void arraysWithNeighbouringNamesDoNotResembleEachOther() {
    List<Parameter> arrays =
        IntStream.rangeClosed(0, 4096)
            .mapToObj(i -> new Parameter("w" + (char) (0x4E00 + i), List.of(2, 4), Role.WEIGHT))
            .toList();
    Weights weights = InitialWeights.of(arrays, 7);
    assertUncorrelated(arrays.stream().map(p -> weights.tensor(p.name()).data()).toList());
  }

  @Test
  void neighbouringSeedsDoNotResembleEachOther() {
    Parameter array = new Parameter("w", List.of(2, 4), Role.WEIGHT);
    assertUncorrelated(
        IntStream.rangeClosed(0, 4096)
            .mapToObj(seed -> InitialWeights.of(List.of(array), seed).tensor("w").data())
            .toList());
  }

  /** A stream that starts one draw later would give each seed its neighbour's numbers. */
  @Test
  void noSeedRepeatsTheNumbersOfItsNeighbour() {
    Parameter array = new Parameter("w", List.of(4, 256), Role.WEIGHT);
    float[] one = InitialWeights.of(List.of(array), 7).tensor("w").data();
    float[] next = InitialWeights.of(List.of(array), 8).tensor("w").data();
    Set<Float> seen = new HashSet<>();
    for (float value : one) {
      seen.add(value);
    }
    int repeated = 0;
    for (float value : next) {
      repeated += seen.contains(value) ? 1 : 0;
    }
    assertTrue(repeated < 10, repeated + " of 1024 numbers again");
  }

  private static void assertUncorrelated(List<float[]> streams) {
    for (int place = 0; place < streams.get(0).length; place++) {
      double products = 0;
      double squares = 0;
      for (int i = 0; i + 1 < streams.size(); i++) {
        products += (double) streams.get(i)[place] * streams.get(i + 1)[place];
        squares += (double) streams.get(i)[place] * streams.get(i)[place];
      }
      assertEquals(0, products / squares, 5.0 / 64, "draw " + place);
    }
  }

  @Test
  void everythingElseStartsAtItsNeutralValue() {
    assertStart(1, Role.NORM_SCALE);
    assertStart(1, Role.FIXED_SCALE);
    assertStart(1, Role.RUNNING_VARIANCE);
    assertStart(0, Role.RUNNING_MEAN);
    assertStart(0, Role.NORM_SHIFT);
    assertStart(0, Role.BIAS);
    assertStart(0.25f, Role.SLOPE);
  }

  private static void assertStart(float value, Role role) {
    Parameter parameter = new Parameter("p", List.of(2), role);
    assertArrayEquals(
        new float[] {value, value},
        InitialWeights.of(List.of(parameter), 7).tensor("p").data(),
        role.name());
  }
}
