package dev.routeface.sdk.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MimicTest {
  private static final double[][] STUDENT = {
    {0.3, -1.2, 0.5, 2.0}, {1.5, 0.4, -0.7, 0.1}, {-0.2, 0.9, 1.1, -1.6}
  };
  private static final double[][] TEACHER = {
    {0.2, 0.4, 0.4, 0.8}, {-0.6, 0, 0.8, 0}, {0.5, -0.5, 0.5, 0.5}
  };
  private final LossBench bench = new LossBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void isZeroAtTheTeacherAndFourOppositeToIt() {
    NDArray teacher = bench.matrix(TEACHER);
    assertEquals(0, loss(teacher), 1e-12);
    assertEquals(4, loss(teacher.neg()), 1e-6);
  }

  @Test
  void isTwoMinusTwoCosines() {
    double cosines = 0;
    for (int n = 0; n < 3; n++) {
      cosines += PlainLosses.dot(PlainLosses.unit(STUDENT[n]), TEACHER[n]) / 3;
    }
    assertEquals(2 - 2 * cosines, loss(bench.matrix(STUDENT)), 1e-6);
  }

  @Test
  void doesNotChangeWithTheStudentsLength() {
    NDArray student = bench.matrix(STUDENT);
    assertEquals(loss(student), loss(student.mul(1024)), 1e-7);
    assertEquals(loss(student), loss(student.mul(0.001)), 1e-6);
  }

  @Test
  void doesNotChangeWhenTheBatchIsRepeated() {
    NDArray student = bench.matrix(STUDENT);
    NDArray teacher = bench.matrix(TEACHER);
    double twice =
        Mimic.squaredDistance(student.concat(student), teacher.concat(teacher)).getFloat();
    assertEquals(loss(student), twice, 1e-6);
  }

  @Test
  void hasTheSlopesOfItsFormula() {
    bench.assertSlopes(
        STUDENT,
        student -> Mimic.squaredDistance(student, bench.matrix(TEACHER)),
        student -> PlainLosses.mimic(student, TEACHER));
  }

  /** PyTorch 1.13 in float64: mse_loss of normalize(s) and t, summed over rows' entries, mean. */
  @Test
  void agreesWithPyTorch() {
    assertEquals(2.4360376755, loss(bench.matrix(STUDENT)), 1e-6);
    float[] expected = {
      -0.0355976139f, -0.190365677f, -0.0778158083f, -0.0894258118f,
      -0.0596282725f, -0.0784299801f, -0.175393072f, -0.019607495f,
      -0.144339181f, 0.10674386f, -0.214159064f, -0.069148538f
    };
    assertArrayEquals(expected, gradient(STUDENT), 1e-6f);
  }

  @Test
  void theGradientIsAcrossTheStudent() {
    float[] gradient = gradient(STUDENT);
    for (int n = 0; n < 3; n++) {
      double along = 0;
      for (int k = 0; k < 4; k++) {
        along += gradient[4 * n + k] * STUDENT[n][k];
      }
      assertEquals(0, along, 1e-6, "scaling an embedding gains nothing");
    }
  }

  @Test
  void anEmbeddingOfZeroHasAFiniteGradient() {
    for (float slope : gradient(new double[][] {{0, 0, 0, 0}, {1, 0, 0, 0}, {0, 1, 0, 0}})) {
      assertEquals(true, Float.isFinite(slope));
    }
  }

  private float[] gradient(double[][] student) {
    return bench.gradient(
        bench.matrix(student), s -> Mimic.squaredDistance(s, bench.matrix(TEACHER)));
  }

  private double loss(NDArray student) {
    return Mimic.squaredDistance(student, bench.matrix(TEACHER)).getFloat();
  }
}
