package dev.routeface.sdk.export;

import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Faces;
import dev.routeface.sdk.data.Subset;
import dev.routeface.sdk.data.SyntheticFaces;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embeddings;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Seed;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Faces that an export is compared with its original on. */
public final class CheckFaces {
  private static final int MOST = 256;
  private static final int PEOPLE = 16;
  private static final int SMALLEST = 16;

  private CheckFaces() {}

  /**
   * Compares two models.
   *
   * @param faces a data set, of which at most 256 images are used, spread evenly; drawn ones where
   *     there is none
   */
  public static Agreement compare(
      Embedder original, Embedder export, Optional<Path> faces, Progress progress) {
    int size = original.preparation().size();
    FaceDataset dataset = faces.map(CheckFaces::few).orElseGet(() -> drawn(size));
    FacePixels pixels = FacePixels.open(dataset, size, progress);
    return Agreement.of(
        Embeddings.of(original, pixels, progress), Embeddings.of(export, pixels, progress));
  }

  /** How many of the faces that {@link #compare} takes the calibration did not see. */
  public static int newTo(CalibrationFaces calibration, Path faces) {
    Set<String> seen = calibration.images();
    return (int) digests(few(faces)).filter(image -> !seen.contains(image)).count();
  }

  static Stream<String> digests(FaceDataset faces) {
    return IntStream.range(0, faces.size()).mapToObj(faces::encoded).map(Sha256::ofBytes);
  }

  private static FaceDataset drawn(int size) {
    return new SyntheticFaces(PEOPLE, 2, Math.max(size, SMALLEST), Seed.of(1));
  }

  private static FaceDataset few(Path path) {
    return spread("check", Faces.open(path), MOST);
  }

  /** At most so many images, evenly spread over the whole. */
  static FaceDataset spread(String name, FaceDataset all, int most) {
    long size = all.size();
    return size <= most
        ? all
        : Subset.of(name, all, i -> i * (long) most / size != (i + 1) * (long) most / size);
  }
}
