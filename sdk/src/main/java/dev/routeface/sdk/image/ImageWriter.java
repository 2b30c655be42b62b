package dev.routeface.sdk.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pixels to encoded bytes. */
public final class ImageWriter {
  private ImageWriter() {}

  /** The picture as PNG, without loss. */
  public static byte[] png(RgbImage image) {
    return encoded(image, "png");
  }

  /** The picture as JPEG, in the quality that the platform takes where nothing is said. */
  public static byte[] jpeg(RgbImage image) {
    return encoded(image, "jpeg");
  }

  private static byte[] encoded(RgbImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(buffered(image), format, out)) {
        throw new AssertionError("every Java platform writes PNG and JPEG");
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
