package dev.routeface.models.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every architecture must keep; a new family is tested by existing. */
class ArchitectureContractTest {
  /** The one key that may be left out, for the paper's own. */
  private static final String UNSAID = "stem";

  static Stream<Architecture> architectures() {
    return Examples.all();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void readsTheJsonThatItWrote(Architecture architecture) {
    String json = Fields.text(architecture.toJson());
    Architecture read = Fields.parse("card.json", json).read(Architecture::of);
    assertEquals(architecture, read);
    assertEquals(architecture.network(), read.network());
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void refusesAKeyThatItDoesNotKnow(Architecture architecture) {
    String json = architecture.toJson().put("dropout", 0.4).toString();
    BadRecipeException e =
        assertThrows(
            BadRecipeException.class, () -> Fields.parse("card.json", json).read(Architecture::of));
    assertEquals(
        "card.json at $.dropout: unknown key; known here: "
            + String.join(", ", known(architecture)),
        e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void missesEveryKeyThatIsTakenAway(Architecture architecture) {
    for (String key : keys(architecture)) {
      if (key.equals(UNSAID)) {
        continue;
      }
      String json = architecture.toJson().without(key).toString();
      BadRecipeException e =
          assertThrows(
              BadRecipeException.class,
              () -> Fields.parse("card.json", json).read(Architecture::of));
      assertEquals("card.json at $." + key + ": missing key", e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void endsInItsEmbedding(Architecture architecture) {
    Network network = architecture.network();
    Shape output = network.shapes().get(network.output());
    assertEquals(Shape.flat(architecture.embedding()), output);
    assertEquals(architecture.embedding(), network.embedding());
    assertEquals(new Shape(3, architecture.inputSize(), architecture.inputSize()), network.input());
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void namesEveryNodeAndEveryArrayOnce(Architecture architecture) {
    Network network = architecture.network();
    List<String> nodes = network.nodes().stream().map(Node::name).toList();
    List<String> arrays = Parameter.of(network).stream().map(Parameter::name).toList();
    assertEquals(nodes.size(), Set.copyOf(nodes).size());
    assertEquals(arrays.size(), Set.copyOf(arrays).size());
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void leavesNoNodeUnused(Architecture architecture) {
    Network network = architecture.network();
    Set<String> unused = new HashSet<>(network.shapes().keySet());
    network.nodes().forEach(node -> unused.removeAll(node.inputs()));
    assertEquals(Set.of(network.output()), unused);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void costsWhatACountByLoopsCounts(Architecture architecture) {
    Cost cost = Cost.of(architecture.network());
    assertTrue(cost.parameters() > 0 && cost.macs() > 0, cost::toString);
    assertEquals(Loops.cost(architecture.network()), cost);
  }

  /** Recipes and cards from before there was another keep their digests. */
  @Test
  void saysNothingOfThePapersStem() {
    var json = MobileFaceNet.paper().toJson();
    assertEquals(
        List.of("kind", "inputSize", "width", "activation", "embedding"),
        keys(MobileFaceNet.paper()));
    Architecture said =
        Fields.parse("card.json", json.put("stem", "DEPTHWISE").toString()).read(Architecture::of);
    assertEquals(MobileFaceNet.paper(), said);
  }

  @Test
  void refusesAKindThatIsNone() {
    BadRecipeException e =
        assertThrows(
            BadRecipeException.class,
            () -> Fields.parse("card.json", "{\"kind\": \"VGG\"}").read(Architecture::of));
    assertEquals(
        "card.json at $.kind: expected one of IResNet, MobileFaceNet, MobileNetV2, SlimResNet,"
            + " found \"VGG\"",
        e.getMessage());
  }

  @Test
  void refusesSizesThatTheHeadCannotHalve() {
    for (Architecture architecture : List.of(IResNet.narrow(), MobileFaceNet.paper())) {
      String json = architecture.toJson().put("inputSize", 100).toString();
      assertEquals(
          "card.json at $.inputSize: expected a multiple of 16, found 100",
          assertThrows(
                  BadRecipeException.class,
                  () -> Fields.parse("card.json", json).read(Architecture::of))
              .getMessage());
    }
  }

  @Test
  void anIResNetHasFourStages() {
    var json = IResNet.narrow().toJson();
    json.putArray("units").add(2).add(2);
    assertEquals(
        "card.json at $.units: expected 4 numbers, found 2",
        assertThrows(
                BadRecipeException.class,
                () -> Fields.parse("card.json", json.toString()).read(Architecture::of))
            .getMessage());
    assertEquals(
        "expected 4 stages, found units [1] and channels [1, 2, 3, 4]",
        assertThrows(
                IllegalArgumentException.class,
                () -> new IResNet(64, List.of(1), List.of(1, 2, 3, 4), 8))
            .getMessage());
  }

  private static List<String> known(Architecture architecture) {
    List<String> keys = new ArrayList<>(keys(architecture));
    if (architecture instanceof MobileFaceNet && !keys.contains(UNSAID)) {
      keys.add(UNSAID);
    }
    return keys;
  }

  private static List<String> keys(Architecture architecture) {
    return Fields.of("", architecture.toJson()).keys();
  }
}
