package dev.routeface.sdk.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.net.Parameter.Role;
import dev.routeface.models.net.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every term of the sum keeps to, with a student of 4 dimensions and a teacher of 6. */
class LossContractTest {
  private static final Sizes SIZES =
      new Sizes(
          5,
          Map.of("low", new Shape(3, 2, 2), "high", new Shape(3, 1, 1)),
          4,
          Map.of("map", new Shape(2, 2, 2)),
          6);

  static List<Loss> examples() {
    return List.of(
        new Margin(1, new MarginHead.ArcFace(16, 0.3)),
        new Mimic(0.5, true),
        new Hint(2, "low", "map"),
        new Kd(0.1, 4, 16));
  }

  @Test
  void everyKindHasAnExample() {
    for (Class<?> kind : Loss.class.getPermittedSubclasses()) {
      assertTrue(examples().stream().anyMatch(kind::isInstance), kind.getName());
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void comesBackFromItsJson(Loss loss) {
    assertEquals(loss, Fields.parse("loss", Fields.text(loss.toJson())).read(Loss::of));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isOneFiniteNumberThatIsNotNegative(Loss loss) {
    try (LossBench bench = new LossBench()) {
      NDArray value = loss.value(step(bench, loss, 3));
      assertEquals(0, value.getShape().dimension());
      assertTrue(value.getFloat() >= 0 && Float.isFinite(value.getFloat()), "" + value);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void doesNotDependOnItsWeight(Loss loss) {
    String text = Fields.text(loss.toJson()).replaceAll("\"weight\" : [0-9.]+", "\"weight\" : 7");
    Loss heavier = Fields.parse("loss", text).read(Loss::of);
    assertEquals(7, heavier.weight());
    try (LossBench bench = new LossBench()) {
      assertEquals(
          loss.value(step(bench, loss, 3)).getFloat(),
          heavier.value(step(bench, loss, 3)).getFloat());
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void trainsWeightsAloneBesideTheNetwork(Loss loss) {
    for (Parameter extra : loss.extras(SIZES)) {
      assertEquals(Role.WEIGHT, extra.role());
    }
  }

  @Test
  void sizesTheArraysBesideTheNetwork() {
    Parameter head = new Parameter("head.weight", List.of(5, 4), Role.WEIGHT);
    assertEquals(List.of(head), examples().get(0).extras(SIZES));
    assertEquals(List.of(head), examples().get(3).extras(SIZES), "one head for margin and kd");
    assertEquals(
        List.of(new Parameter("adaptor.weight", List.of(6, 4), Role.WEIGHT)),
        examples().get(1).extras(SIZES));
    assertEquals(
        List.of(new Parameter("connector.low.to.map.weight", List.of(2, 3, 1, 1), Role.WEIGHT)),
        examples().get(2).extras(SIZES));
    Sizes equal = new Sizes(5, Map.of(), 6, Map.of(), 6);
    assertEquals(List.of(), new Mimic(1, false).extras(equal));
  }

  @Test
  void onlyTheMarginNeedsNoTeacher() {
    assertEquals(
        List.of(false, true, true, true), examples().stream().map(Loss::needsTeacher).toList());
  }

  @Test
  void mimicRefusesAnotherSizeWithoutAnAdaptor() {
    assertEquals(
        "expected embeddings of equal size or an adaptor (\"adaptor\": true), found 4 for the"
            + " student and 6 for the teacher",
        refused(new Mimic(1, false)));
  }

  @Test
  void aHintRefusesLayersThatAreNotThereOrDoNotFit() {
    assertEquals("expected a layer of the student, found lo", refused(new Hint(1, "lo", "map")));
    assertEquals("expected a layer of the teacher, found mop", refused(new Hint(1, "low", "mop")));
    assertEquals(
        "expected hint layers of equal height and width, found high "
            + new Shape(3, 1, 1)
            + " and map "
            + new Shape(2, 2, 2),
        refused(new Hint(1, "high", "map")));
  }

  private static String refused(Loss loss) {
    return assertThrows(IllegalArgumentException.class, () -> loss.extras(SIZES)).getMessage();
  }

  /** A batch of {@code count} images with numbers that only have to be different. */
  private static StepTensors step(LossBench bench, Loss loss, int count) {
    Map<String, NDArray> extras = new HashMap<>();
    for (Parameter extra : loss.extras(SIZES)) {
      long[] shape = extra.shape().stream().mapToLong(Integer::longValue).toArray();
      extras.put(extra.name(), numbers(bench, shape));
    }
    return new StepTensors(
        numbers(bench, count, 4),
        bench.labels(Stream.iterate(0L, i -> i + 1).limit(count).mapToLong(i -> i).toArray()),
        Map.of("low", numbers(bench, count, 3, 2, 2)),
        StepTensors.unit(numbers(bench, count, 6)),
        Map.of("map", numbers(bench, count, 2, 2, 2)),
        numbers(bench, 5, 6),
        extras);
  }

  private static NDArray numbers(LossBench bench, long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = Math.sin(1.0 + 3 * i + count);
    }
    return bench.array(values, shape);
  }
}
