package dev.routeface.models.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Shape INPUT = new Shape(3, 8, 6);

  @Test
  void givesTheShapeAfterEveryNode() {
    Network network =
        new Network(
            INPUT,
            List.of(
                node("conv", new Layer.Conv(3, 4, 3, 2, 1, 1, true), Network.INPUT),
                node("act", new Layer.Prelu(4), "conv"),
                node("same", Layer.Conv.depthwise(4, 3, 1), "act"),
                node("add", new Layer.Add(), "same", "act"),
                node("pool", new Layer.GlobalAveragePool(), "add"),
                node("fc", new Layer.Linear(4, 5, false), "pool")));
    assertEquals(
        "{input=3x8x6, conv=4x4x3, act=4x4x3, same=4x4x3, add=4x4x3, pool=4x1x1, fc=5x1x1}",
        network.shapes().toString());
    assertEquals("fc", network.output());
    assertEquals(5, network.embedding());
  }

  @Test
  void flattensChannelsFirst() {
    assertEquals(144, network(node("flat", new Layer.Flatten(), Network.INPUT)).embedding());
  }

  @Test
  void anOddMapIsHalvedRoundingUpWithPaddingAndDownWithout() {
    Layer padded = new Layer.Conv(1, 1, 3, 2, 1, 1, false);
    Layer bare = new Layer.Conv(1, 1, 3, 2, 0, 1, false);
    assertEquals(new Shape(1, 4, 3), shapeAfter(padded, new Shape(1, 7, 5)));
    assertEquals(new Shape(1, 3, 2), shapeAfter(bare, new Shape(1, 7, 5)));
  }

  @Test
  void refusesLayersThatDoNotFit() {
    refuses("a: expected 4 channels, found 3x8x6", node("a", Layer.Conv.of(4, 4, 3, 1), "input"));
    refuses("a: expected 4 channels, found 3x8x6", node("a", Layer.BatchNorm.of(4), "input"));
    refuses("a: expected 4 channels, found 3x8x6", node("a", new Layer.Prelu(4), "input"));
    refuses(
        "a: expected 3 flat features, found 3x8x6",
        node("a", new Layer.Linear(3, 2, true), "input"));
    refuses(
        "b: expected equal shapes, first 3x1x1, found 3x8x6",
        node("a", new Layer.GlobalAveragePool(), "input"),
        node("b", new Layer.Add(), "a", "input"));
    refuses(
        "expected a shape of at least 1 x 1 x 1, found 3 x 0 x -2",
        node("a", Layer.Conv.globalDepthwise(3, 9), "input"));
  }

  @Test
  void refusesReferencesForwardAndToNothing() {
    refuses("a: expected an earlier node as input, found b", node("a", new Layer.Relu(), "b"));
    refuses("a: expected an earlier node as input, found a", node("a", new Layer.Relu(), "a"));
  }

  @Test
  void refusesTheSameNameTwice() {
    refuses(
        "a: expected a new name, found it twice",
        node("a", new Layer.Relu(), "input"),
        node("a", new Layer.Relu(), "a"));
    refuses("input: expected a new name, found it twice", node("input", new Layer.Relu(), "input"));
  }

  @Test
  void refusesANetworkOfNothing() {
    refuses("expected at least one layer, found none");
  }

  @Test
  void refusesAnotherNumberOfInputs() {
    assertEquals(
        "a: expected 2 inputs, found [input]",
        assertThrows(IllegalArgumentException.class, () -> node("a", new Layer.Add(), "input"))
            .getMessage());
    assertEquals(
        "a: expected 1 inputs, found [x, y]",
        assertThrows(IllegalArgumentException.class, () -> node("a", new Layer.Relu(), "x", "y"))
            .getMessage());
  }

  @Test
  void refusesGroupsThatDoNotDivideTheChannels() {
    assertEquals(
        "expected groups that divide 4 and 6 channels, found 4",
        assertThrows(IllegalArgumentException.class, () -> new Layer.Conv(4, 6, 1, 1, 0, 4, false))
            .getMessage());
  }

  private static Shape shapeAfter(Layer layer, Shape input) {
    return new Network(input, List.of(node("a", layer, "input"))).shapes().get("a");
  }

  private static void refuses(String message, Node... nodes) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> network(nodes)).getMessage());
  }

  private static Network network(Node... nodes) {
    return new Network(INPUT, List.of(nodes));
  }

  private static Node node(String name, Layer layer, String... inputs) {
    return new Node(name, layer, List.of(inputs));
  }
}
