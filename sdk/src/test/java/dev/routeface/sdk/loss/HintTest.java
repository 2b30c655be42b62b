package dev.routeface.sdk.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One map of 2 x 2 positions: three channels of the student, two of the teacher. */
class HintTest {
  private static final double[][] STUDENT = {
    {0.5, -1, 2, 0}, {1, 1.5, -0.5, 0.25}, {-2, 1, 0.75, -1.25}
  };
  private static final double[][] TEACHER = {{1, 0, -1, 2}, {0.5, 0.5, 1.5, -0.5}};
  private static final double[][] CONNECTOR = {{0.2, -0.4, 0.6}, {1, 0.5, -0.3}};
  private final LossBench bench = new LossBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void isZeroWhereTheConnectorShowsTheTeacher() {
    NDArray same = bench.array(new double[] {1, 0, 0, 1}, 2, 2, 1, 1);
    NDArray teacher = map(bench.matrix(TEACHER));
    assertEquals(0, Hint.squaredError(teacher, teacher, same).getFloat());
    NDArray swapped = bench.array(new double[] {0, 1, 1, 0}, 2, 2, 1, 1);
    assertEquals(0, Hint.squaredError(teacher.flip(1), teacher, swapped).getFloat());
  }

  @Test
  void isHalfTheMeanSquare() {
    NDArray zero = bench.matrix(new double[2][3]).reshape(2, 3, 1, 1);
    double squares = 1 + 0 + 1 + 4 + 0.25 + 0.25 + 2.25 + 0.25;
    assertEquals(squares / 16, value(map(bench.matrix(STUDENT)), zero).getFloat(), 1e-7);
  }

  @Test
  void doesNotChangeWhenTheBatchOrTheMapIsRepeated() {
    NDArray student = map(bench.matrix(STUDENT));
    NDArray teacher = map(bench.matrix(TEACHER));
    NDArray connector = connector(bench.matrix(CONNECTOR));
    double once = Hint.squaredError(student, teacher, connector).getFloat();
    for (int axis : new int[] {0, 2, 3}) {
      NDArray twice =
          Hint.squaredError(
              student.concat(student, axis), teacher.concat(teacher, axis), connector);
      assertEquals(once, twice.getFloat(), 1e-6, "axis " + axis);
    }
  }

  @Test
  void hasTheSlopesOfItsFormula() {
    bench.assertSlopes(
        STUDENT,
        student -> value(map(student), connector(bench.matrix(CONNECTOR))),
        student -> PlainLosses.hint(positions(student), positions(TEACHER), CONNECTOR));
    bench.assertSlopes(
        CONNECTOR,
        connector -> value(map(bench.matrix(STUDENT)), connector(connector)),
        connector -> PlainLosses.hint(positions(STUDENT), positions(TEACHER), connector));
  }

  /** PyTorch 1.13 in float64: 0.5 * mse_loss(conv2d(s, w), t). */
  @Test
  void agreesWithPyTorch() {
    NDArray student = bench.matrix(STUDENT);
    NDArray connector = bench.matrix(CONNECTOR);
    assertEquals(1.3705078125, value(map(student), connector(connector)).getFloat(), 1e-6);
    assertArrayEquals(
        new float[] {
          0.075f, -0.13625f, 0.054375f, 0.05375f, 0.19375f, -0.055625f,
          -0.1009375f, 0.205f, -0.22875f, 0.024375f, 0.1528125f, -0.25125f
        },
        bench.gradient(student, s -> value(map(s), connector(connector))),
        1e-6f);
    assertArrayEquals(
        new float[] {0.38125f, -0.5671875f, 1.2375f, 0.20625f, -0.0296875f, -0.56015625f},
        bench.gradient(connector, c -> value(map(student), connector(c))),
        1e-6f);
  }

  private NDArray value(NDArray student, NDArray connector) {
    return Hint.squaredError(student, map(bench.matrix(TEACHER)), connector);
  }

  /** (C, 4) as one map, (1, C, 2, 2). */
  private static NDArray map(NDArray channels) {
    return channels.reshape(1, channels.getShape().get(0), 2, 2);
  }

  private static NDArray connector(NDArray matrix) {
    return matrix.reshape(2, 3, 1, 1);
  }

  /** (channel, position) to (position, channel). */
  private static double[][] positions(double[][] channels) {
    double[][] out = new double[channels[0].length][channels.length];
    for (int c = 0; c < channels.length; c++) {
      for (int p = 0; p < out.length; p++) {
        out[p][c] = channels[c][p];
      }
    }
    return out;
  }
}
