package dev.routeface.sdk.image;

import nu.pattern.OpenCV;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/** Pictures between Java's memory and OpenCV's. */
final class NativePicture {
  private NativePicture() {}

  /** A copy, RGB (H, W, 3). */
  static Held<Mat> of(RgbImage image) {
    load();
    Mat mat = new Mat(image.height(), image.width(), CvType.CV_8UC3);
    mat.put(0, 0, image.pixels());
    return new Held<>(mat);
  }

  /** A copy of three channels of bytes. */
  static RgbImage pixels(Mat rgb) {
    byte[] pixels = new byte[rgb.rows() * rgb.cols() * 3];
    rgb.get(0, 0, pixels);
    return new RgbImage(rgb.cols(), rgb.rows(), pixels);
  }

  /** Loads the native library once, when the first picture needs it. */
  static void load() {
    Library.load();
  }

  private static final class Library {
    static {
      OpenCV.loadLocally();
      Core.setNumThreads(1); // callers work on many pictures at a time, not many threads on one
    }

    static void load() {}
  }
}
