package dev.routeface.sdk.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures of one pixel. */
class ContactSheetTest {
  private static final byte WHITE = (byte) 255;

  private static RgbImage pixel(int value) {
    return new RgbImage(1, 1, new byte[] {(byte) value, (byte) value, (byte) value});
  }

  @Test
  void fillsRowsFromTheTopLeft() {
    RgbImage sheet = ContactSheet.of(List.of(pixel(1), pixel(2), pixel(3)), 2);
    assertEquals(2, sheet.width());
    assertArrayEquals(new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3, WHITE, WHITE, WHITE}, sheet.pixels());
  }

  @Test
  void leavesNoStripBesideASingleRow() {
    RgbImage sheet = ContactSheet.of(List.of(pixel(1), pixel(2)), 5);
    assertEquals(2, sheet.width());
    assertArrayEquals(new byte[] {1, 1, 1, 2, 2, 2}, sheet.pixels());
  }
}
