package dev.routeface.sdk.gallery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.math.UnitVectors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SegmentTest {
  private static final float[] HALF = {0.6f, 0.8f};

  private static Segment filled(int rows) {
    Segment segment = new Segment(2, rows);
    for (int slot = 0; slot < rows; slot++) {
      segment.write(slot, 10 + slot, HALF);
    }
    return segment;
  }

  @Test
  void overwritesARemovedRow() {
    try (Segment segment = filled(70)) {
      assertTrue(segment.remove(66));
      assertFalse(segment.remove(66));
      assertTrue(segment.gone(66));
      assertFalse(segment.gone(2)); // its neighbour in another word of marks
      float[] rows = new float[6];
      segment.read(65, rows, 3);
      assertArrayEquals(new float[] {0.6f, 0.8f, 0, 0, 0.6f, 0.8f}, rows);
      assertEquals(1, segment.removed());
    }
  }

  @Test
  void overwritesARemovedRowInItsPanel() {
    Directions directions =
        Directions.first(1, 2, Directions.eigenvectors(UnitVectors.of(2, HALF))).orElseThrow();
    Kernel kernel = new PlainKernel();
    try (Segment segment = filled(kernel.width() + 3);
        Leading leading = Leading.of(kernel, directions, segment)) {
      float[] panel = new float[2 * kernel.width()];
      leading.read(kernel.width(), 0, panel, 2);
      assertEquals(1, Math.abs(panel[1]), 1e-6);
      assertTrue(panel[kernel.width() + 1] > 0);
      assertEquals(0, panel[3]); // nothing of another row stands where there is none
      leading.erase(kernel.width() + 1);
      leading.read(kernel.width(), 0, panel, 2);
      assertEquals(0, panel[1]);
      assertEquals(0, panel[kernel.width() + 1]);
      assertEquals(1, Math.abs(panel[2]), 1e-6);
    }
  }

  @Test
  void keepsNumbersWhenItGetsSmaller() {
    try (Segment segment = filled(5)) {
      segment.remove(0);
      segment.remove(3);
      try (Segment kept = segment.compact(5)) {
        assertEquals(3, kept.capacity());
        assertEquals(2, kept.find(14, 3));
        assertTrue(kept.find(13, 3) < 0);
        float[] row = new float[2];
        kept.read(2, row, 1);
        assertArrayEquals(HALF, row);
      }
    }
  }

  @Test
  void overwritesWhatIsGivenBack() {
    try (OffHeap floats = OffHeap.allocate(10_000)) {
      float[] ones = new float[10_000];
      Arrays.fill(ones, 1);
      floats.write(0, ones, ones.length);
      floats.wipe();
      floats.read(0, ones, ones.length);
      assertArrayEquals(new float[10_000], ones);
    }
  }

  @Test
  void failsInJavaWhenItIsUsedAfterItWasClosed() {
    Segment segment = filled(1);
    segment.close();
    segment.close();
    assertThrows(NullPointerException.class, () -> segment.read(0, new float[2], 1));
  }

  @Test
  void saysHowMuchRoomIsMissing() {
    assertEquals(
        "expected 32 MiB more outside the heap, found: no room; -XX:MaxDirectMemorySize sets the"
            + " limit",
        new MemoryFullException(1 << 23, new OutOfMemoryError("no room")).getMessage());
  }
}
