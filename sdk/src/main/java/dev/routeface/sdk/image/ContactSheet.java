package dev.routeface.sdk.image;

import java.util.Arrays;
import java.util.List;

/** Many small pictures on one, for the eye. */
public final class ContactSheet {
  private ContactSheet() {}

  /**
   * Lays pictures out in rows from the top left; free places of the last row stay white.
   *
   * @param tiles at least one picture, all of one size
   * @param most pictures per row; fewer pictures make one row without free places
   */
  public static RgbImage of(List<RgbImage> tiles, int most) {
    int columns = Math.min(most, tiles.size());
    int width = tiles.get(0).width();
    int height = tiles.get(0).height();
    int rows = (tiles.size() + columns - 1) / columns;
    RgbImage sheet = white(width * columns, height * rows);
    for (int i = 0; i < tiles.size(); i++) {
      place(sheet, tiles.get(i), i % columns * width, i / columns * height);
    }
    return sheet;
  }

  private static RgbImage white(int width, int height) {
    byte[] pixels = new byte[width * height * 3];
    Arrays.fill(pixels, (byte) 255);
    return new RgbImage(width, height, pixels);
  }

  private static void place(RgbImage sheet, RgbImage tile, int left, int top) {
    int row = tile.width() * 3;
    for (int y = 0; y < tile.height(); y++) {
      int to = ((top + y) * sheet.width() + left) * 3;
      System.arraycopy(tile.pixels(), y * row, sheet.pixels(), to, row);
    }
  }
}
