package dev.routeface.models.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.routeface.models.net.Parameter.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterTest {
  @Test
  void aConvolutionOwnsItsWeightInPyTorchsLayout() {
    assertEquals(
        List.of(new Parameter("c.weight", List.of(8, 3, 5, 5), Role.WEIGHT)),
        of("c", Layer.Conv.of(3, 8, 5, 1)));
    assertEquals(
        List.of(
            new Parameter("c.weight", List.of(8, 2, 1, 1), Role.WEIGHT),
            new Parameter("c.bias", List.of(8), Role.BIAS)),
        of("c", new Layer.Conv(4, 8, 1, 1, 0, 2, true)));
  }

  @Test
  void aLinearLayerStoresOneRowPerOutput() {
    assertEquals(
        List.of(
            new Parameter("l.weight", List.of(2, 7), Role.WEIGHT),
            new Parameter("l.bias", List.of(2), Role.BIAS)),
        of("l", new Layer.Linear(7, 2, true)));
  }

  @Test
  void aNormalisationOwnsFourArraysAndItsScaleMayBeFixed() {
    assertEquals(
        List.of(
            new Parameter("n.weight", List.of(3), Role.FIXED_SCALE),
            new Parameter("n.bias", List.of(3), Role.NORM_SHIFT),
            new Parameter("n.running_mean", List.of(3), Role.RUNNING_MEAN),
            new Parameter("n.running_var", List.of(3), Role.RUNNING_VARIANCE)),
        of("n", new Layer.BatchNorm(3, false)));
    assertEquals(Role.NORM_SCALE, of("n", Layer.BatchNorm.of(3)).get(0).role());
  }

  @Test
  void layersWithoutNumbersOwnNothing() {
    assertEquals(List.of(), of("a", new Layer.Relu()));
    assertEquals(List.of(), of("a", new Layer.Flatten()));
    assertEquals(List.of(), of("a", new Layer.GlobalAveragePool()));
  }

  @Test
  void runningStatisticsAreNeitherTrainedNorCounted() {
    for (Role role : Role.values()) {
      boolean statistic = role == Role.RUNNING_MEAN || role == Role.RUNNING_VARIANCE;
      assertEquals(!statistic, role.counted(), role.name());
      assertEquals(!statistic && role != Role.FIXED_SCALE, role.trained(), role.name());
    }
  }

  private static List<Parameter> of(String name, Layer layer) {
    return Parameter.of(new Node(name, layer, List.of(Network.INPUT)));
  }
}
