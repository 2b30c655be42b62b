package dev.routeface.sdk.embed;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.RawEmbeddings;
import dev.routeface.sdk.math.UnitVectors;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Embeddings of whole data sets. */
public final class Embeddings {
  private static final int BATCH = 64;

  private Embeddings() {}

  /**
   * Embeds every readable image as it is.
   *
   * @return (N, D), in the order of the images
   * @throws BadDataException naming the image, if one has no embedding
   */
  public static UnitVectors of(Embedder embedder, FacePixels faces, Progress progress) {
    return run(embedder, faces, false, progress);
  }

  /**
   * Embeds every readable image and its mirror image.
   *
   * @return (2 N, D): rows 2 i and 2 i + 1 belong to image i
   */
  public static UnitVectors withMirrors(Embedder embedder, FacePixels faces, Progress progress) {
    return run(embedder, faces, true, progress);
  }

  /**
   * Embeds every readable image, lengths included.
   *
   * @param flip whether the embedding of the mirror image is added
   * @return one place for every image of the data set; unreadable images failed
   */
  public static RawEmbeddings raw(
      Embedder embedder, FacePixels faces, Flip flip, Progress progress) {
    float[][] rows = new float[faces.images()][0];
    try (Progress.Task task = progress.start("embedding faces", faces.size())) {
      for (int start = 0; start < faces.size(); start += BATCH) {
        int count = Math.min(BATCH, faces.size() - start);
        float[] batch = raw(embedder, faces, start, count, flip);
        for (int i = 0; i < count; i++) {
          int from = i * embedder.dimension();
          rows[faces.image(start + i)] =
              Arrays.copyOfRange(batch, from, from + embedder.dimension());
        }
        task.stepBy(count);
      }
    }
    return RawEmbeddings.of(embedder.dimension(), rows);
  }

  private static float[] raw(Embedder embedder, FacePixels faces, int start, int count, Flip flip) {
    float[] sum = embedder.raw(prepared(embedder, faces, start, count, false), count);
    if (flip == Flip.ADDED) {
      float[] mirror = embedder.raw(prepared(embedder, faces, start, count, true), count);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += mirror[k];
      }
    }
    return sum;
  }

  private static float[] prepared(
      Embedder embedder, FacePixels faces, int start, int count, boolean mirror) {
    int length = embedder.preparation().length();
    float[] images = new float[count * length];
    for (int i = 0; i < count; i++) {
      byte[] rgb = faces.rgb(start + i);
      embedder
          .preparation()
          .prepare(mirror ? mirrored(rgb, faces.side()) : rgb, images, i * length);
    }
    return images;
  }

  private static UnitVectors run(
      Embedder embedder, FacePixels faces, boolean mirrors, Progress progress) {
    int views = mirrors ? 2 : 1;
    int rows = faces.size() * views;
    int length = embedder.preparation().length();
    float[] images = new float[BATCH * length];
    FloatBuffer all = FloatBuffer.allocate(rows * embedder.dimension());
    try (Progress.Task task = progress.start("embedding faces", rows)) {
      for (int start = 0; start < rows; start += BATCH) {
        int count = Math.min(BATCH, rows - start);
        for (int i = 0; i < count; i++) {
          byte[] rgb = faces.rgb((start + i) / views);
          boolean mirror = (start + i) % views == 1;
          embedder
              .preparation()
              .prepare(mirror ? mirrored(rgb, faces.side()) : rgb, images, i * length);
        }
        float[] batch = count == BATCH ? images : Arrays.copyOf(images, count * length);
        float[] raw = embedder.raw(batch, count);
        for (int i = 0; i < count; i++) {
          int from = i * embedder.dimension();
          float[] row = Arrays.copyOfRange(raw, from, from + embedder.dimension());
          requireDirection(row, faces.name((start + i) / views));
        }
        all.put(UnitVectors.normalise(embedder.dimension(), raw).values().duplicate().rewind());
        task.stepBy(count);
      }
    }
    return new UnitVectors(embedder.dimension(), all.rewind());
  }

  /** What has no direction cannot be compared, nor learnt from. */
  static void requireDirection(float[] row, String image) {
    if (!UnitVectors.hasDirection(row)) {
      throw new BadDataException(
          image + ": expected an embedding, found a vector that is zero or not finite");
    }
  }

  /**
   * Left and right exchanged.
   *
   * @param rgb interleaved bytes of a square picture, (H, W, 3)
   */
  public static byte[] mirrored(byte[] rgb, int side) {
    byte[] out = new byte[rgb.length];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int from = (y * side + x) * 3;
        int to = (y * side + side - 1 - x) * 3;
        out[to] = rgb[from];
        out[to + 1] = rgb[from + 1];
        out[to + 2] = rgb[from + 2];
      }
    }
    return out;
  }
}
