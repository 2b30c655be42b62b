package dev.routeface.sdk.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pixels to encoded bytes, without loss. */
public final class ImageWriter {
  private ImageWriter() {}

  /** The picture as PNG. */
  public static byte[] png(RgbImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(buffered(image), "png", out)) {
        throw new AssertionError("every Java platform writes PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static BufferedImage buffered(RgbImage image) {
    int[] packed = new int[image.width() * image.height()];
    byte[] rgb = image.pixels();
    for (int i = 0, from = 0; i < packed.length; i++, from += 3) {
      packed[i] = (rgb[from] & 0xff) << 16 | (rgb[from + 1] & 0xff) << 8 | (rgb[from + 2] & 0xff);
    }
    BufferedImage target =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    target.setRGB(0, 0, image.width(), image.height(), packed, 0, image.width());
    return target;
  }
}
