package dev.routeface.sdk.image;

import dev.routeface.sdk.math.Point;
import dev.routeface.sdk.math.Similarity;
import java.util.List;

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
   * The aligned face, {@code size x size}; black where it reaches beyond the picture.
   *
   * @throws BadImageException if the landmarks lie all at one place
   */
  public static RgbImage align(RgbImage image, Landmarks landmarks, int size) {
    if (landmarks.points().stream().distinct().count() == 1) {
      throw new BadImageException("expected five places of a face, found them all at one");
    }
    return Warp.of(image, similarity(landmarks, size), size);
  }
}
