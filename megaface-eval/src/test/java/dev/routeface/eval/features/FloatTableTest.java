package dev.routeface.eval.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.routeface.eval.Fixture;
import dev.routeface.sdk.math.Rows;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class FloatTableTest {
  /** As many rows as need a second array. */
  @Test
  void holdsRowsOfOthersAndMultipliesThemToTheBit() {
    Rows rows = Fixture.random(70_000, 250, 1);
    FloatTable table = FloatTable.of(rows);
    for (int row : new int[] {0, 1, 67_107, 67_108, 67_109, 69_999}) {
      assertArrayEquals(rows.row(row), table.row(row));
      assertEquals(Rows.product(rows.row(row), rows.row(7)), table.product(row, 7));
    }
  }

  @Test
  void showsEveryRowOnce() {
    for (int size : new int[] {0, 1, 255, 256, 257, 1000}) {
      Rows rows = Fixture.random(size, 3, 1);
      AtomicIntegerArray seen = new AtomicIntegerArray(size);
      rows.forEach(
          (index, row) -> {
            assertArrayEquals(rows.row(index), row);
            seen.incrementAndGet(index);
          });
      for (int row = 0; row < size; row++) {
        assertEquals(1, seen.get(row));
      }
    }
  }
}
