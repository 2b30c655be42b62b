package dev.routeface.sdk.image;

import java.util.Arrays;
import nu.pattern.OpenCV;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
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

  private ImageReader() {}

  /**
   * Decodes a picture; grey and transparent ones become RGB, alpha is dropped.
   *
   * @param name for messages
   * @throws BadImageException if it is not an image, cut, above 16,384 pixels a side or 40
   *     megapixels
   */
  public static RgbImage read(String name, byte[] encoded) {
    ImageHeader header = ImageHeader.of(name, encoded);
    return switch (header.format()) {
      case PPM -> raw(header, encoded);
      case JPEG, PNG, WEBP, BMP -> decode(name, encoded);
    };
  }

  /**
   * Decodes a picture that must be square, as aligned faces are, and brings it to the size asked
   * for. Anything else would be distorted without a word.
   *
   * @param size side of the result in pixels
   * @throws BadImageException as {@link #read}, and if the picture is not square
   */
  public static RgbImage readSquare(String name, byte[] encoded, int size) {
    RgbImage image = read(name, encoded);
    if (image.width() != image.height()) {
      throw new BadImageException(
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
    boolean shrinks = size <= image.width() && size <= image.height();
    Native.load();
    int method = shrinks ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR;
    try (Held<Mat> source = new Held<>(new Mat(image.height(), image.width(), CvType.CV_8UC3));
        Held<Mat> target = new Held<>(new Mat())) {
      source.mat().put(0, 0, image.pixels());
      Imgproc.resize(source.mat(), target.mat(), new Size(size, size), 0, 0, method);
      return pixels(target.mat());
    }
  }

  /** PPM is pixels with a header: no codec needed. */
  private static RgbImage raw(ImageHeader header, byte[] encoded) {
    int length = header.width() * header.height() * CHANNELS;
    byte[] pixels = Arrays.copyOfRange(encoded, header.data(), header.data() + length);
    return new RgbImage(header.width(), header.height(), pixels);
  }

  /** OpenCV applies the EXIF orientation itself, unless it is told not to. */
  private static RgbImage decode(String name, byte[] encoded) {
    Native.load();
    try (Held<MatOfByte> buffer = new Held<>(new MatOfByte(encoded));
        Held<Mat> bgr = new Held<>(Imgcodecs.imdecode(buffer.mat(), Imgcodecs.IMREAD_COLOR))) {
      if (bgr.mat().empty()) {
        throw damaged(name, null);
      }
      Imgproc.cvtColor(bgr.mat(), bgr.mat(), Imgproc.COLOR_BGR2RGB);
      return pixels(bgr.mat());
    } catch (CvException e) {
      throw damaged(name, e);
    }
  }

  private static BadImageException damaged(String name, CvException cause) {
    return new BadImageException(
        name + ": damaged: expected a picture, found data that does not decode", cause);
  }

  private static RgbImage pixels(Mat rgb) {
    byte[] pixels = new byte[rgb.rows() * rgb.cols() * CHANNELS];
    rgb.get(0, 0, pixels);
    return new RgbImage(rgb.cols(), rgb.rows(), pixels);
  }

  /** Loads the native library once, when the first picture needs it. */
  private static final class Native {
    static {
      OpenCV.loadLocally();
      Core.setNumThreads(1); // callers work on many pictures at a time, not many threads on one
    }

    static void load() {}
  }
}
