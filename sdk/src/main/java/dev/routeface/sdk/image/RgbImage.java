package dev.routeface.sdk.image;

/**
 * A picture in memory.
 *
 * @param width pixels per row
 * @param height rows
 * @param pixels interleaved RGB bytes, rows from the top: {@code width * height * 3} (H, W, 3). Not
 *     copied: the caller gives it away.
 */
@SuppressWarnings("ArrayRecordComponent") // copying every picture of a million would be felt
public record RgbImage(int width, int height, byte[] pixels) {
  public RgbImage {
    if (width < 1 || height < 1 || pixels.length != width * height * 3) {
      throw new IllegalArgumentException(
          "expected width * height * 3 bytes, found %d x %d and %d bytes"
              .formatted(width, height, pixels.length));
    }
  }

  /**
   * A part of the picture, copied.
   *
   * @param left first column, 0 or more
   * @param top first row, 0 or more
   * @param columns at least 1, none beyond the picture
   * @param rows at least 1, none beyond the picture
   */
  RgbImage part(int left, int top, int columns, int rows) {
    byte[] part = new byte[columns * rows * 3];
    for (int y = 0; y < rows; y++) {
      System.arraycopy(pixels, ((top + y) * width + left) * 3, part, y * columns * 3, columns * 3);
    }
    return new RgbImage(columns, rows, part);
  }

  /** The picture in the upper left corner of a black one that is as large or larger. */
  RgbImage on(int canvasWidth, int canvasHeight) {
    if (canvasWidth == width && canvasHeight == height) {
      return this;
    }
    byte[] canvas = new byte[canvasWidth * canvasHeight * 3];
    for (int y = 0; y < height; y++) {
      System.arraycopy(pixels, y * width * 3, canvas, y * canvasWidth * 3, width * 3);
    }
    return new RgbImage(canvasWidth, canvasHeight, canvas);
  }
}
