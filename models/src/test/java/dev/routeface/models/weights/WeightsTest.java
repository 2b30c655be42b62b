package dev.routeface.models.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.net.Layer;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Node;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.net.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightsTest {
  private static final Network NETWORK =
      new Network(
          new Shape(3, 4, 4),
          List.of(
              new Node("conv", Layer.Conv.of(3, 2, 3, 1), List.of(Network.INPUT)),
              new Node("bn", Layer.BatchNorm.of(2), List.of("conv"))));

  @Test
  void putsTensorsIntoTheOrderOfTheNetwork() {
    List<Tensor> tensors = matching();
    Collections.reverse(tensors);
    Weights fitting = Weights.of(tensors, Map.of("k", "v")).fitting(NETWORK, "w.safetensors");
    assertEquals(
        List.of("conv.weight", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"),
        List.copyOf(fitting.tensors().keySet()));
    assertEquals(Map.of("k", "v"), fitting.metadata());
    assertSame(tensors.get(4), fitting.tensor("conv.weight"));
  }

  @Test
  void reportsAllDifferencesAtOnce() {
    List<Tensor> tensors = matching();
    tensors.set(0, new Tensor("conv.weight", List.of(2, 3, 1, 1), new float[6]));
    tensors.remove(1);
    tensors.add(new Tensor("head.fc.bias", List.of(1), new float[1]));
    BadWeightsException e =
        assertThrows(
            BadWeightsException.class, () -> Weights.of(tensors).fitting(NETWORK, "w.safetensors"));
    assertEquals(
        "w.safetensors: expected the network's arrays, found 3 differences:"
            + " conv.weight: expected [2, 3, 3, 3], found [2, 3, 1, 1];"
            + " bn.weight: expected [2], found nothing;"
            + " head.fc.bias: expected nothing, found [1]",
        e.getMessage());
  }

  @Test
  void countsTheDifferencesThatItDoesNotShow() {
    List<Tensor> tensors = matching();
    for (int i = 0; i < 11; i++) {
      tensors.add(new Tensor("x" + i, List.of(), new float[1]));
    }
    BadWeightsException e =
        assertThrows(
            BadWeightsException.class, () -> Weights.of(tensors).fitting(NETWORK, "w.safetensors"));
    assertEquals(
        "; x7: expected nothing, found []; and 3 more",
        e.getMessage().substring(e.getMessage().indexOf("; x7")));
  }

  @Test
  void refusesTheSameNameTwice() {
    Tensor tensor = new Tensor("a", List.of(), new float[1]);
    assertEquals(
        "expected tensors with different names, found a twice",
        assertThrows(IllegalArgumentException.class, () -> Weights.of(List.of(tensor, tensor)))
            .getMessage());
    assertEquals(
        "expected tensors filed under their names, found a under b",
        assertThrows(
                IllegalArgumentException.class, () -> new Weights(Map.of("b", tensor), Map.of()))
            .getMessage());
  }

  @Test
  void namesTheTensorThatIsMissing() {
    assertEquals(
        "expected a tensor named a, found none",
        assertThrows(IllegalArgumentException.class, () -> Weights.of(List.of()).tensor("a"))
            .getMessage());
  }

  private static List<Tensor> matching() {
    List<Tensor> tensors = new ArrayList<>();
    for (Parameter p : Parameter.of(NETWORK)) {
      tensors.add(new Tensor(p.name(), p.shape(), new float[p.elements()]));
    }
    return tensors;
  }
}
