package dev.routeface.models.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void needsAsManyFloatsAsTheShapeHas() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new Tensor("a", List.of(2, 3), new float[5]));
    assertEquals(
        "expected a name and as many floats as the shape has, found \"a\", [2, 3] and 5 floats",
        e.getMessage());
  }

  @Test
  void countsElementsWithoutOverflow() {
    assertEquals(1, Tensor.elements(List.of()));
    assertEquals(0, Tensor.elements(List.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 0)));
    assertEquals(Integer.MAX_VALUE, Tensor.elements(List.of(Integer.MAX_VALUE)));
    assertEquals(-1, Tensor.elements(List.of(-1)));
    assertEquals(-1, Tensor.elements(List.of(65536, 65536)));
    assertEquals(-1, Tensor.elements(Collections.nCopies(100, Integer.MAX_VALUE)));
  }

  @Test
  void isEqualByBits() {
    assertEquals(tensor(Float.NaN), tensor(Float.NaN));
    assertEquals(tensor(1).hashCode(), tensor(1).hashCode());
    assertNotEquals(tensor(0f), tensor(-0f));
    assertNotEquals(tensor(Float.NaN), tensor(Float.intBitsToFloat(0x7fc00001)));
    assertNotEquals(tensor(1), new Tensor("b", List.of(1), new float[] {1}));
    assertNotEquals(tensor(1), new Tensor("a", List.of(1, 1), new float[] {1}));
  }

  private static Tensor tensor(float value) {
    return new Tensor("a", List.of(1), new float[] {value});
  }
}
