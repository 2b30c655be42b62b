package dev.routeface.sdk.image;

import dev.routeface.sdk.image.BadImageException.Fault;
import java.util.Arrays;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * Encoded bytes to pixels: JPEG, PNG, WebP, BMP and PPM, turned upright as their EXIF orientation
 * says. Safe for use by several threads.
 */
public final class ImageReader {
  private static final int CHANNELS = 3;
  private static final int FLAGS = Imgcodecs.IMREAD_COLOR | Imgcodecs.IMREAD_IGNORE_ORIENTATION;

  private static final int RIGHT_TO_LEFT = 1;
  private static final int UPSIDE_DOWN = 0;
  private static final int BOTH_WAYS = -1;

  private ImageReader() {}

  /**
   * Decodes a picture; grey and transparent ones become RGB, alpha is dropped.
   *
   * @param name for messages
   * @throws BadImageException if it is not an image, cut, above 16,384 pixels a side or 40
   *     megapixels
   */
  public static RgbImage read(String name, byte[] encoded) {
    return read(name, encoded, ImageLimits.FILES);
  }

  /**
   * Decodes a picture within limits of one's own.
   *
   * @throws BadImageException if it is not an image, cut, or exceeds the limits; nothing was
   *     decoded then
   */
  public static RgbImage read(String name, byte[] encoded, ImageLimits limits) {
    ImageHeader header = ImageHeader.of(name, encoded, limits);
    return switch (header.format()) {
      case PPM -> raw(header, encoded);
      case JPEG, PNG, WEBP, BMP -> decode(name, encoded, header);
    };
  }

  /**
   * Looks at the header alone.
   *
   * @return pixels that decoding would make
   * @throws BadImageException as {@link #read(String, byte[], ImageLimits)}
   */
  public static int pixels(String name, byte[] encoded, ImageLimits limits) {
    ImageHeader header = ImageHeader.of(name, encoded, limits);
    return header.width() * header.height();
  }

  /**
   * Decodes a picture that must be square, as aligned faces are, and brings it to the size asked
   * for. Anything else would be distorted without a word.
   *
   * @param size side of the result in pixels
   * @throws BadImageException as {@link #read}, and if the picture is not square
   */
  public static RgbImage readSquare(String name, byte[] encoded, int size) {
    return square(name, read(name, encoded), size);
  }

  /**
   * Brings a picture of an aligned face to the size asked for.
   *
   * @param name for messages
   * @throws BadImageException if it is not square
   */
  public static RgbImage square(String name, RgbImage image, int size) {
    if (image.width() != image.height()) {
      throw new BadImageException(
          Fault.NOT_SQUARE,
          "%s: expected a square picture of an aligned face, found %d x %d"
              .formatted(name, image.width(), image.height()));
    }
    return resized(image, size);
  }

  /**
   * Brings a picture to {@code size x size} pixels: the mean over areas when it shrinks (nothing
   * aliases), bilinear when it grows. A picture of that size already is returned as it is.
   */
  public static RgbImage resized(RgbImage image, int size) {
    if (image.width() == size && image.height() == size) {
      return image;
    }
    return resized(image, size, size);
  }

  /** As {@link #resized(RgbImage, int)}, to any width and height. */
  static RgbImage resized(RgbImage image, int width, int height) {
    boolean shrinks = width <= image.width() && height <= image.height();
    int method = shrinks ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR;
    try (Held<Mat> source = NativePicture.of(image);
        Held<Mat> target = new Held<>(new Mat())) {
      Imgproc.resize(source.mat(), target.mat(), new Size(width, height), 0, 0, method);
      return NativePicture.pixels(target.mat());
    }
  }

  /** PPM is pixels with a header: no codec needed. */
  private static RgbImage raw(ImageHeader header, byte[] encoded) {
    int length = header.width() * header.height() * CHANNELS;
    byte[] pixels = Arrays.copyOfRange(encoded, header.data(), header.data() + length);
    return new RgbImage(header.width(), header.height(), pixels);
  }

  /** The orientation is ours to apply: OpenCV obeys it in some containers only. */
  private static RgbImage decode(String name, byte[] encoded, ImageHeader header) {
    NativePicture.load();
    try (Held<MatOfByte> buffer = new Held<>(new MatOfByte(encoded));
        Held<Mat> bgr = new Held<>(Imgcodecs.imdecode(buffer.mat(), FLAGS))) {
      if (bgr.mat().cols() != header.width() || bgr.mat().rows() != header.height()) {
        throw damaged(name, null);
      }
      Imgproc.cvtColor(bgr.mat(), bgr.mat(), Imgproc.COLOR_BGR2RGB);
      turn(bgr.mat(), header.orientation());
      return NativePicture.pixels(bgr.mat());
    } catch (CvException e) {
      throw damaged(name, e);
    }
  }

  /** Upright, in place. */
  private static void turn(Mat image, int orientation) {
    if (Exif.swapsSides(orientation)) {
      Core.transpose(image, image);
    }
    switch (orientation) {
      case 2, 6 -> Core.flip(image, image, RIGHT_TO_LEFT);
      case 3, 7 -> Core.flip(image, image, BOTH_WAYS);
      case 4, 8 -> Core.flip(image, image, UPSIDE_DOWN);
      default -> {} // 1 is upright, 5 only transposed
    }
  }

  private static BadImageException damaged(String name, CvException cause) {
    return new BadImageException(
        name + ": damaged: expected a picture, found data that does not decode", cause);
  }
}
