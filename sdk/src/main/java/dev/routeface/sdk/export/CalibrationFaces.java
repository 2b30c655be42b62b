package dev.routeface.sdk.export;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Faces;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.math.Progress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Faces that ranges are taken from, and others, held apart, that the outcome is measured on: every
 * fourth.
 */
public final class CalibrationFaces {
  /** Fewer say too little about the ends of a distribution. */
  private static final int FEWEST = 32;

  /** More take time and change nothing. */
  private static final int MOST = 512;

  private static final int HELD_APART = 4;

  private final FaceDataset chosen;
  private final FacePixels pixels;
  private final Preparation preparation;

  private CalibrationFaces(FaceDataset chosen, FacePixels pixels, Preparation preparation) {
    this.chosen = chosen;
    this.pixels = pixels;
    this.preparation = preparation;
  }

  /**
   * Reads at most 512 images, spread evenly over a data set.
   *
   * @throws BadDataException if there are fewer than 32
   */
  public static CalibrationFaces open(Path path, Preparation preparation, Progress progress) {
    return of(Faces.open(path), path.toString(), preparation, progress);
  }

  static CalibrationFaces of(
      FaceDataset all, String where, Preparation preparation, Progress progress) {
    FaceDataset chosen = CheckFaces.spread("calibration", all, MOST);
    FacePixels pixels = FacePixels.open(chosen, preparation.size(), progress);
    if (pixels.size() < FEWEST) {
      throw new BadDataException(
          "%s: expected at least %d faces to calibrate on, found %d"
              .formatted(where, FEWEST, pixels.size()));
    }
    return new CalibrationFaces(chosen, pixels, preparation);
  }

  /** Digest of the images. */
  public String sha256() {
    return pixels.sha256();
  }

  /** Digests of single images. */
  Set<String> images() {
    return CheckFaces.digests(chosen).collect(Collectors.toSet());
  }

  /** Images that ranges are taken from. */
  int[] forRanges() {
    return indices(false);
  }

  /** Images that cosines are measured on. */
  int[] heldApart() {
    return indices(true);
  }

  private int[] indices(boolean apart) {
    return IntStream.range(0, pixels.size())
        .filter(i -> (i % HELD_APART == HELD_APART - 1) == apart)
        .toArray();
  }

  /**
   * Some images, prepared.
   *
   * @return (N, 3, S, S)
   */
  float[] prepared(int[] images) {
    float[] batch = new float[images.length * preparation.length()];
    for (int i = 0; i < images.length; i++) {
      preparation.prepare(pixels.rgb(images[i]), batch, i * preparation.length());
    }
    return batch;
  }

  /** Some images in batches. */
  static int[][] batches(int[] images, int most) {
    return IntStream.range(0, (images.length + most - 1) / most)
        .mapToObj(
            b -> Arrays.copyOfRange(images, b * most, Math.min(images.length, (b + 1) * most)))
        .toArray(int[][]::new);
  }
}
