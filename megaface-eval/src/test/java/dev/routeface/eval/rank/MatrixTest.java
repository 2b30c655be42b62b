package dev.routeface.eval.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class MatrixTest {
  private final Matrix matrix = new Matrix(3, new float[] {1, 2, 3, 4, 5, 6});

  @Test
  void transposesTwiceToItself() {
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, matrix.transposed().values());
    assertArrayEquals(matrix.values(), matrix.transposed().transposed().values());
  }

  @Test
  void multipliesRowsByRows() {
    Matrix other = new Matrix(3, new float[] {1, 0, 0, 0, 1, -1, 2, 2, 2});
    assertArrayEquals(new float[] {1, -1, 12, 4, -1, 30}, matrix.times(other).values());
  }
}
