package dev.routeface.sdk.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KdTest {
  private static final double[][] STUDENT = {
    {0.3, -1.2, 0.5, 2.0}, {1.5, 0.4, -0.7, 0.1}, {-0.2, 0.9, 1.1, -1.6}
  };
  private static final double[][] TEACHER = {{1, 2, 2, 4}, {-3, 0, 4, 0}, {1, -1, 1, 1}};
  private final LossBench bench = new LossBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void isZeroWhereBothAgree() {
    NDArray logits = bench.matrix(TEACHER);
    assertEquals(0, Kd.divergence(logits, logits, 4).getFloat(), 1e-7);
    assertEquals(0, Kd.divergence(logits.add(3), logits, 1).getFloat(), 1e-6, "shifted logits");
  }

  @Test
  void isNeverNegative() {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 100; trial++) {
      double[] logits = random.doubles(16, -8, 8).toArray();
      NDArray both = bench.array(logits, 2, 8);
      double loss = Kd.divergence(both, both.flip(1), 2).getFloat();
      assertTrue(loss >= 0, "%s of %s".formatted(loss, java.util.Arrays.toString(logits)));
    }
  }

  @Test
  void doesNotChangeWhenTheBatchIsRepeated() {
    NDArray student = bench.matrix(STUDENT);
    NDArray teacher = bench.matrix(TEACHER);
    assertEquals(
        Kd.divergence(student, teacher, 4).getFloat(),
        Kd.divergence(student.concat(student), teacher.concat(teacher), 4).getFloat(),
        1e-6);
  }

  @Test
  void hasTheSlopesOfItsFormula() {
    for (double temperature : new double[] {0.5, 1, 4}) {
      bench.assertSlopes(
          STUDENT,
          student -> Kd.divergence(student, bench.matrix(TEACHER), temperature),
          student -> PlainLosses.kd(student, TEACHER, temperature));
    }
  }

  /** PyTorch 1.13 in float64: kl_div(log_softmax(s/T), softmax(t/T), 'batchmean') * T * T. */
  @Test
  void agreesWithPyTorch() {
    NDArray student = bench.matrix(STUDENT);
    NDArray teacher = bench.matrix(TEACHER);
    assertEquals(1.1479600545, Kd.divergence(student, teacher, 1).getFloat(), 1e-6);
    assertEquals(2.2752799124, Kd.divergence(student, teacher, 4).getFloat(), 3e-6);
    float[] expected = {
      0.0778581079f, -0.0864434105f, 0.0272613562f, -0.0186760536f,
      0.317084143f, 0.0761409052f, -0.445303586f, 0.0520785383f,
      -0.0670305042f, 0.174239084f, 0.0492037458f, -0.156412325f
    };
    assertArrayEquals(expected, bench.gradient(student, s -> Kd.divergence(s, teacher, 4)), 1e-6f);
  }

  /** The limit of high temperature is the squared distance of centred logits, over 2 C. */
  @Test
  void atHighTemperatureItComparesLogits() {
    double[][] student = {{1, 2, 3, 6}}; // centred -2 -1 0 3
    double[][] teacher = {{4, 2, 0, 2}}; // centred 2 0 -2 0
    double expected = (16 + 1 + 4 + 9) / 8.0;
    assertEquals(expected, PlainLosses.kd(student, teacher, 1e4), 1e-2);
    assertEquals(
        expected, Kd.divergence(bench.matrix(student), bench.matrix(teacher), 100).getFloat(), 0.1);
  }
}
