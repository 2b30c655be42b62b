package dev.routeface.sdk.image;

/**
 * How much fine detail a picture has: the variance of its Laplacian, which blur takes away
 * (Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000). It means
 * something only among pictures of one size and subject.
 */
public final class Sharpness {
  private Sharpness() {}

  /**
   * Variance over all pixels but the outermost of the 4-neighbour Laplacian of luma (ITU-R BT.601),
   * 0 for flat pictures and those without an inner pixel.
   */
  public static double of(RgbImage image) {
    int width = image.width();
    double[] luma = luma(image);
    double sum = 0;
    double squares = 0;
    for (int y = 1; y < image.height() - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int at = y * width + x;
        double l = luma[at - 1] + luma[at + 1] + luma[at - width] + luma[at + width] - 4 * luma[at];
        sum += l;
        squares += l * l;
      }
    }
    double count = Math.max(1.0, (double) (width - 2) * (image.height() - 2));
    return squares / count - (sum / count) * (sum / count);
  }

  private static double[] luma(RgbImage image) {
    double[] luma = new double[image.width() * image.height()];
    for (int i = 0; i < luma.length; i++) {
      luma[i] = luma(image.pixels(), 3 * i);
    }
    return luma;
  }

  /** Of the pixel whose red byte stands at {@code at}: 0 to 255. */
  static double luma(byte[] rgb, int at) {
    return 0.299 * (rgb[at] & 0xff) + 0.587 * (rgb[at + 1] & 0xff) + 0.114 * (rgb[at + 2] & 0xff);
  }
}
