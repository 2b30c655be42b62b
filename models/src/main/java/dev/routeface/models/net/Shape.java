package dev.routeface.models.net;

/**
 * Size of one sample between two layers, without the batch dimension.
 *
 * @param channels feature maps, or features of a flat vector
 * @param height rows, 1 for a flat vector
 * @param width columns, 1 for a flat vector
 */
public record Shape(int channels, int height, int width) {
  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "expected a shape of at least 1 x 1 x 1, found %d x %d x %d"
              .formatted(channels, height, width));
    }
  }

  /** A flat vector. */
  public static Shape flat(int features) {
    return new Shape(features, 1, 1);
  }

  public int elements() {
    return channels * height * width;
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
