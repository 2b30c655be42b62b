package dev.routeface.sdk.image;

import dev.routeface.sdk.math.Point;
import dev.routeface.sdk.math.Similarity;
import java.util.List;
import java.util.stream.Stream;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** A square of a picture, turned, scaled and shifted. Only what it shows is copied and read. */
final class Warp {
  /** Pixels beside the part that is warped, for what interpolation looks at. */
  private static final int MARGIN = 2;

  private Warp() {}

  /**
   * Bilinear, black beyond the picture; where it shrinks to less than half, the mean over areas
   * before, so that nothing aliases.
   *
   * @param whole from places of the picture to places of the result
   * @param size side of the result
   */
  static RgbImage of(RgbImage image, Similarity whole, int size) {
    RgbImage part = image;
    Similarity shift = new Similarity(1, 0, 0, 0);
    int[] needed = needed(image, whole, size);
    if (needed[2] < image.width() || needed[3] < image.height()) {
      part = image.part(needed[0], needed[1], needed[2], needed[3]);
      shift = new Similarity(1, 0, needed[0], needed[1]);
    }
    Similarity rest = shift.then(whole);
    int factor = (int) Math.floor(1 / rest.scale());
    return factor < 2 ? warped(part, rest, size) : warped(part, rest, size, factor);
  }

  /** Left, top, width and height of what the result shows of a picture; at least a pixel. */
  private static int[] needed(RgbImage image, Similarity whole, int size) {
    Similarity back = whole.inverse();
    double margin = MARGIN + 1 / whole.scale();
    List<Point> corners =
        Stream.of(new Point(0, 0), new Point(size, 0), new Point(0, size), new Point(size, size))
            .map(back::apply)
            .toList();
    double left = corners.stream().mapToDouble(Point::x).min().orElseThrow() - margin;
    double right = corners.stream().mapToDouble(Point::x).max().orElseThrow() + margin;
    double top = corners.stream().mapToDouble(Point::y).min().orElseThrow() - margin;
    double bottom = corners.stream().mapToDouble(Point::y).max().orElseThrow() + margin;
    int[] across = within(left, right, image.width());
    int[] down = within(top, bottom, image.height());
    return new int[] {across[0], down[0], across[1], down[1]};
  }

  /** First and number of the pixels of a side that lie in a range. */
  private static int[] within(double low, double high, int side) {
    int first = (int) Math.max(0, Math.min(side - 1.0, Math.floor(low)));
    int last = (int) Math.max(first, Math.min(side - 1.0, Math.ceil(high)));
    return new int[] {first, last - first + 1};
  }

  /** Shrinks by a whole number first; the centre of the first pixel then stands elsewhere. */
  private static RgbImage warped(RgbImage image, Similarity whole, int size, int factor) {
    int width = Math.max(1, image.width() / factor);
    int height = Math.max(1, image.height() / factor);
    RgbImage even =
        image.part(
            0,
            0,
            Math.min(image.width(), width * factor),
            Math.min(image.height(), height * factor));
    double centre = (factor - 1) / 2.0;
    Similarity back = new Similarity(factor, 0, centre, centre);
    return warped(ImageReader.resized(even, width, height), back.then(whole), size);
  }

  private static RgbImage warped(RgbImage image, Similarity whole, int size) {
    try (Held<Mat> source = NativePicture.of(image);
        Held<Mat> target = new Held<>(new Mat());
        Held<Mat> rows = new Held<>(new Mat(2, 3, CvType.CV_64F))) {
      rows.mat().put(0, 0, whole.a(), -whole.b(), whole.dx(), whole.b(), whole.a(), whole.dy());
      Imgproc.warpAffine(
          source.mat(), target.mat(), rows.mat(), new Size(size, size), Imgproc.INTER_LINEAR);
      return NativePicture.pixels(target.mat());
    }
  }
}
