package dev.routeface.sdk.image;

import dev.routeface.sdk.math.Point;
import dev.routeface.sdk.math.Similarity;
import java.util.List;
import java.util.stream.Stream;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Turns, scales and shifts a face so that its landmarks come as near as they can to where nearly
 * every public embedder was trained to see them.
 */
public final class Aligner {
  /** Side of the picture in which the template is stated. */
  public static final int TEMPLATE_SIZE = 112;

  /** Deng et al., "ArcFace", CVPR 2019: the five points of its published alignment. */
  private static final List<Point> TEMPLATE =
      List.of(
          new Point(38.2946, 51.6963),
          new Point(73.5318, 51.5014),
          new Point(56.0252, 71.7366),
          new Point(41.5493, 92.3655),
          new Point(70.7299, 92.2041));

  /** Pixels beside the part that is warped, for what interpolation looks at. */
  private static final int MARGIN = 2;

  private Aligner() {}

  /** Where the landmarks of an aligned face stand. */
  public static Landmarks template(int size) {
    return Landmarks.of(TEMPLATE).scaled((double) size / TEMPLATE_SIZE);
  }

  /** What brings a face into an aligned picture of {@code size x size} pixels. */
  public static Similarity similarity(Landmarks landmarks, int size) {
    return Similarity.fit(landmarks.points(), template(size).points());
  }

  /**
   * The aligned face, {@code size x size}; black where it reaches beyond the picture. Bilinear, and
   * where a face shrinks to less than half, the mean over areas before: nothing aliases.
   *
   * @throws BadImageException if the landmarks lie all at one place
   */
  public static RgbImage align(RgbImage image, Landmarks landmarks, int size) {
    if (landmarks.points().stream().distinct().count() == 1) {
      throw new BadImageException("expected five places of a face, found them all at one");
    }
    Similarity whole = similarity(landmarks, size);
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

  /** Left, top, width and height of what an aligned face shows of a picture; at least a pixel. */
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
