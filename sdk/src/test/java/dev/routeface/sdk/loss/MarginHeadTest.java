package dev.routeface.sdk.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.loss.MarginHead.ArcFace;
import dev.routeface.sdk.loss.MarginHead.Combined;
import dev.routeface.sdk.loss.MarginHead.CosFace;
import dev.routeface.sdk.loss.MarginHead.Softmax;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MarginHeadTest {
  private static final double[][] ROWS = {
    {0.3, -1.2, 0.5, 2.0}, {1.5, 0.4, -0.7, 0.1}, {-0.2, 0.9, 1.1, -1.6}
  };
  private static final double[][] CENTRES = {
    {1, 0.5, -0.5, 0.25}, {0, 1, 1, -1}, {0.5, -1, 0, 1}, {-1, 0.25, 1, -0.75}
  };
  private static final int[] LABELS = {2, 0, 3};
  private final LossBench bench = new LossBench();

  static Stream<MarginHead> heads() {
    return Stream.of(
        new Softmax(16),
        new CosFace(16, 0.35),
        new ArcFace(16, 0.5),
        new Combined(16, 1.1, 0.3, 0.2));
  }

  static Stream<MarginHead> headsWithoutMargin() {
    return Stream.of(
        new Softmax(16), new CosFace(16, 0), new ArcFace(16, 0), new Combined(16, 1, 0, 0));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @MethodSource("headsWithoutMargin")
  void noMarginIsSoftmaxOverScaledCosines(MarginHead head) {
    double[] cosines = {0.9, -0.2, 0.3, 0.1, -0.99, 0.5};
    float[] scaled = bench.array(cosines, 2, 3).mul(16).toFloatArray();
    NDArray logits = head.logits(bench.array(cosines, 2, 3), bench.labels(0, 1));
    assertArrayEquals(scaled, logits.toFloatArray(), 1e-5f);
  }

  @ParameterizedTest
  @MethodSource("heads")
  void onlyTheRightClassIsMadeHarder(MarginHead head) {
    double[] cosines = {0.9, -0.2, 0.3, 0.1, -0.99, 0.5};
    float[] logits = head.logits(bench.array(cosines, 2, 3), bench.labels(0, 2)).toFloatArray();
    for (int i : new int[] {1, 2, 3, 4}) {
      assertEquals(16 * cosines[i], logits[i], 1e-5);
    }
    for (int i : new int[] {0, 5}) {
      assertTrue(head instanceof Softmax || logits[i] < 16 * cosines[i] - 1, "logit " + logits[i]);
    }
  }

  /** Python's math: cos(acos(c) + 0.5), which is below pi for each of these. */
  @Test
  void arcFaceIsTheCosineOfTheLargerAngle() {
    float[] expected = {0.580847558f, 0.0235965853f, -0.479425539f, -0.853985977f};
    assertArrayEquals(expected, right(new ArcFace(1, 0.5), 0.9, 0.5, 0, -0.5), 1e-6f);
  }

  @Test
  void cosFaceIsTheCosineLessTheMargin() {
    float[] expected = {0.55f, 0.15f, -0.35f, -0.85f};
    assertArrayEquals(expected, right(new CosFace(1, 0.35), 0.9, 0.5, 0, -0.5), 1e-6f);
  }

  /** Python's math: cos(1.1 acos(c) + 0.3) - 0.2. */
  @Test
  void combinedIsAllThreeMargins() {
    float[] expected = {0.499478016f, -0.0814007858f, -0.641329415f, -1.0588592f};
    assertArrayEquals(expected, right(new Combined(1, 1.1, 0.3, 0.2), 0.9, 0.5, 0, -0.5), 1e-6f);
  }

  /** Python's math: -2 - cos(acos(-0.95) + 0.5), an angle of 3.324. */
  @Test
  void beyondPiTheCosineIsMirroredDown() {
    assertArrayEquals(new float[] {-1.01659599f}, right(new ArcFace(1, 0.5), -0.95), 1e-6f);
  }

  /** The plain cosine rises again beyond pi - m. Single precision allows steps of 1e-3 rad. */
  @ParameterizedTest
  @MethodSource("heads")
  void fallsWithTheAngleAllTheWayFromZeroToPi(MarginHead head) {
    int steps = 3100;
    double[] cosines = new double[steps];
    for (int i = 0; i < steps; i++) {
      cosines[i] = Math.cos(0.01 + i * 1e-3);
    }
    float[] logits = right(head, cosines);
    for (int i = 1; i < steps; i++) {
      assertTrue(logits[i] < logits[i - 1], "angle " + (0.01 + i * 1e-3));
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void theGradientIsFiniteWhereTheArcCosineIsNotSmooth(MarginHead head) {
    double[] cosines = {1, -1, 1, 0.999999999};
    float[] gradient =
        bench.gradient(bench.array(cosines, 2, 2), c -> head.logits(c, bench.labels(0, 0)).sum());
    for (float slope : gradient) {
      assertTrue(Float.isFinite(slope) && slope >= 0, "slope " + slope);
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void hasTheSlopesOfItsFormula(MarginHead head) {
    Margin margin = new Margin(1, head);
    bench.assertSlopes(
        ROWS,
        rows -> value(margin, rows, bench.matrix(CENTRES)),
        rows -> PlainLosses.margin(rows, CENTRES, LABELS, numbers(head)));
    bench.assertSlopes(
        CENTRES,
        centres -> value(margin, bench.matrix(ROWS), centres),
        centres -> PlainLosses.margin(ROWS, centres, LABELS, numbers(head)));
  }

  /** Beyond pi - m too: the right cosine of the last row is -0.95 and less. */
  @Test
  void hasTheSlopesOfItsFormulaBeyondPi() {
    double[][] rows = {{1, 0.1, 0, 0}, {-1, 0.2, 0.1, 0}};
    double[][] centres = {{1, 0, 0, 0}, {0, 1, 0, 0}};
    for (MarginHead head : List.of(new ArcFace(4, 0.5), new Combined(4, 1.2, 0.4, 0.1))) {
      Margin margin = new Margin(1, head);
      bench.assertSlopes(
          rows,
          r -> value(margin, r, bench.matrix(centres), 0, 0),
          r -> PlainLosses.margin(r, centres, new int[] {0, 0}, numbers(head)));
    }
  }

  /** PyTorch 1.13 in float64: cross_entropy over cosines with the margin at the label. */
  @Test
  void lossesAgreeWithPyTorch() {
    double[] expected = {1.0009419815, 2.8509841752, 3.0870290324, 3.5213155846};
    List<MarginHead> heads = heads().toList();
    for (int i = 0; i < expected.length; i++) {
      NDArray loss = value(new Margin(1, heads.get(i)), bench.matrix(ROWS), bench.matrix(CENTRES));
      assertEquals(expected[i], loss.getFloat(), 1e-5, heads.get(i).toString());
    }
  }

  static Stream<Class<?>> kinds() {
    return Stream.of(MarginHead.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindComesBackFromItsJson(Class<?> kind) {
    MarginHead head = heads().filter(kind::isInstance).findFirst().orElseThrow();
    String text = Fields.text(head.toJson());
    assertEquals(head, Fields.parse("head", text).read(MarginHead::of));
  }

  private static NDArray value(Margin margin, NDArray rows, NDArray centres) {
    return value(margin, rows, centres, 2, 0, 3);
  }

  private static NDArray value(Margin margin, NDArray rows, NDArray centres, long... labels) {
    NDArray classes = rows.getManager().create(labels);
    NDArray cosines = StepTensors.cosines(rows, centres);
    return Margin.crossEntropy(margin.head().logits(cosines, classes), classes);
  }

  private static double[] numbers(MarginHead head) {
    if (head instanceof CosFace cosFace) {
      return new double[] {cosFace.scale(), 1, 0, cosFace.cosine()};
    } else if (head instanceof ArcFace arcFace) {
      return new double[] {arcFace.scale(), 1, arcFace.angle(), 0};
    } else if (head instanceof Combined combined) {
      return new double[] {
        combined.scale(), combined.angleFactor(), combined.angle(), combined.cosine()
      };
    }
    return new double[] {head.scale(), 1, 0, 0};
  }

  /** Logits of the right class, which is the first of two. */
  private float[] right(MarginHead head, double... cosines) {
    NDArray column = bench.array(cosines, cosines.length, 1);
    NDArray two = column.concat(column.zerosLike(), 1);
    return head.logits(two, bench.labels(new long[cosines.length])).get(":, 0").toFloatArray();
  }
}
