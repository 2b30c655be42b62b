package dev.routeface.sdk.embed;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.RawEmbeddings;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Embeddings of a data set of any size, in order: workers decode and prepare what comes next while
 * the engine embeds, so that the slower of the two sets the pace. At most {@value #AHEAD} prepared
 * faces wait.
 *
 * <p>Used by one thread, the engine's.
 */
public final class EmbeddingStream implements AutoCloseable {
  private static final int BATCH = 32;

  /** Four batches: enough that a slow picture is made up for, little beside the engine's memory. */
  static final int AHEAD = 4 * BATCH;

  private final Embedder embedder;
  private final FaceDataset faces;
  private final Flip flip;
  private final ExecutorService workers;
  private final Deque<Future<float[]>> waiting = new ArrayDeque<>();
  private int next;

  /**
   * @param embedder stays the caller's to close
   * @param threads that decode
   */
  public EmbeddingStream(Embedder embedder, FaceDataset faces, Flip flip, int threads) {
    this.embedder = embedder;
    this.faces = faces;
    this.flip = flip;
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "decoder");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Embeds some consecutive images. What follows them is already being read when this returns.
   *
   * @param task steps once for each image
   * @return (count, D)
   * @throws BadDataException naming the image, if one has no embedding
   * @throws dev.routeface.sdk.image.BadImageException if one cannot be read
   */
  public UnitVectors embed(int first, int count, Progress.Task task) {
    seek(first);
    float[][] rows = new float[count][];
    for (int start = 0; start < count; start += BATCH) {
      int some = Math.min(BATCH, count - start);
      batch(rows, start, some);
      task.stepBy(some);
    }
    RawEmbeddings raw = RawEmbeddings.of(embedder.dimension(), rows);
    for (int i = 0; i < count; i++) {
      if (raw.failed(i)) {
        throw new BadDataException(
            faces.name(first + i)
                + ": expected an embedding, found a vector that is zero or not finite");
      }
    }
    return raw.unit(raw.embedded());
  }

  private void seek(int first) {
    if (first != next) {
      waiting.forEach(face -> face.cancel(false));
      waiting.clear();
      next = first;
    }
    fill();
  }

  /** Orders what may be read ahead and has not been ordered yet. */
  private void fill() {
    while (waiting.size() < AHEAD && next + waiting.size() < faces.size()) {
      int image = next + waiting.size();
      waiting.add(workers.submit(() -> prepared(image)));
    }
  }

  /** The image, and behind it its mirror image where that is added. */
  private float[] prepared(int image) {
    int size = embedder.preparation().size();
    int length = embedder.preparation().length();
    byte[] rgb = ImageReader.readSquare(faces.name(image), faces.encoded(image), size).pixels();
    float[] views = new float[flip == Flip.ADDED ? 2 * length : length];
    embedder.preparation().prepare(rgb, views, 0);
    if (flip == Flip.ADDED) {
      embedder.preparation().prepare(Embeddings.mirrored(rgb, size), views, length);
    }
    return views;
  }

  private void batch(float[][] rows, int start, int count) {
    int views = flip == Flip.ADDED ? 2 : 1;
    int length = views * embedder.preparation().length();
    float[] images = new float[count * length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(taken(), 0, images, i * length, length);
    }
    fill();
    float[] raw = embedder.raw(images, count * views);
    int dimension = embedder.dimension();
    for (int i = 0; i < count; i++) {
      float[] row = new float[dimension];
      for (int k = 0; k < views * dimension; k++) {
        row[k % dimension] += raw[i * views * dimension + k];
      }
      rows[start + i] = row;
    }
  }

  private float[] taken() {
    try {
      float[] face = waiting.remove().get();
      next++;
      return face;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException("a decoder failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while images are read", e);
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
