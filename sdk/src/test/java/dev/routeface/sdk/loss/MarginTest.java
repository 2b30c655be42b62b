package dev.routeface.sdk.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarginTest {
  private static final double[][] LOGITS = {
    {0.3, -1.2, 0.5, 2.0}, {1.5, 0.4, -0.7, 0.1}, {-0.2, 0.9, 1.1, -1.6}
  };
  private final LossBench bench = new LossBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void equalLogitsCostTheLogarithmOfTheNumberOfClasses() {
    NDArray logits = bench.matrix(new double[3][7]);
    assertEquals(Math.log(7), loss(logits, 0, 3, 6), 1e-6);
  }

  @Test
  void aSureRightAnswerCostsNothingAndASureWrongOneItsLead() {
    NDArray logits = bench.matrix(new double[][] {{60, 0, 0}});
    assertEquals(0, loss(logits, 0), 1e-6);
    assertEquals(60, loss(logits, 1), 1e-4);
  }

  @Test
  void isAMeanOverTheBatch() {
    NDArray logits = bench.matrix(LOGITS);
    assertEquals(loss(logits, 2, 0, 3), loss(logits.concat(logits), 2, 0, 3, 2, 0, 3), 1e-6);
  }

  @Test
  void hasTheSlopesOfItsFormula() {
    bench.assertSlopes(
        LOGITS,
        logits -> Margin.crossEntropy(logits, bench.labels(2, 0, 3)),
        logits -> PlainLosses.crossEntropy(logits, new int[] {2, 0, 3}));
  }

  /** PyTorch 1.13 in float64: cross_entropy. */
  @Test
  void agreesWithPyTorch() {
    assertEquals(1.9544956795, loss(bench.matrix(LOGITS), 2, 0, 3), 1e-6);
    float[] expected = {
      0.0420956194f, 0.0093928023f, -0.281917628f, 0.230429206f,
      -0.136126322f, 0.0656445117f, 0.0218511597f, 0.0486306503f,
      0.0420872251f, 0.126437012f, 0.154430515f, -0.322954751f
    };
    assertArrayEquals(
        expected,
        bench.gradient(
            bench.matrix(LOGITS), logits -> Margin.crossEntropy(logits, bench.labels(2, 0, 3))),
        1e-6f);
  }

  private double loss(NDArray logits, long... labels) {
    return Margin.crossEntropy(logits, bench.labels(labels)).getFloat();
  }
}
