package dev.routeface.sdk.embed;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.RawEmbeddings;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private final Deque<float[]> spare = new ArrayDeque<>();
  private int next;
  private int ordered;

  /**
   * Faces that are being prepared, each by a worker of its own, in the place where it is needed.
   */
  private record Batch(int count, float[] images, List<Future<?>> faces) {
    void cancel() {
      faces.forEach(face -> face.cancel(false));
    }
  }

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
    if (first != next) {
      restart(first);
    }
    float[][] rows = new float[count][];
    for (int start = 0; start < count; start += BATCH) {
      int some = Math.min(BATCH, count - start);
      embed(taken(some), rows, start);
      task.stepBy(some);
    }
    for (int i = 0; i < count; i++) {
      Embeddings.requireDirection(rows[i], faces.name(first + i));
    }
    RawEmbeddings raw = RawEmbeddings.of(embedder.dimension(), rows);
    return raw.unit(raw.embedded());
  }

  /** Forgets what was read ahead: the next image asked for is another one. */
  private void restart(int first) {
    waiting.forEach(Batch::cancel);
    waiting.clear();
    next = first;
    ordered = first;
  }

  /** The next batch, whole, while those behind it are being prepared. */
  private Batch taken(int count) {
    if (waiting.isEmpty() || waiting.peek().count() != count) {
      restart(next); // the end of a file need not be the end of a batch
      order(count);
    }
    Batch batch = waiting.remove();
    while (waiting.size() < AHEAD / BATCH && ordered < faces.size()) {
      order(Math.min(BATCH, faces.size() - ordered));
    }
    batch.faces().forEach(EmbeddingStream::await);
    next += count;
    return batch;
  }

  private void order(int count) {
    int length = views() * embedder.preparation().length();
    float[] room = spare.poll();
    float[] images =
        room != null && room.length == count * length ? room : new float[count * length];
    List<Future<?>> prepared = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int image = ordered + i;
      int at = i * length;
      prepared.add(workers.submit(() -> prepare(image, images, at)));
    }
    ordered += count;
    waiting.add(new Batch(count, images, prepared));
  }

  private int views() {
    return flip == Flip.ADDED ? 2 : 1;
  }

  /** The image, and behind it its mirror image where that is added. */
  private void prepare(int image, float[] images, int at) {
    int size = embedder.preparation().size();
    byte[] rgb = ImageReader.readSquare(faces.name(image), faces.encoded(image), size).pixels();
    embedder.preparation().prepare(rgb, images, at);
    if (flip == Flip.ADDED) {
      int behind = at + embedder.preparation().length();
      embedder.preparation().prepare(Embeddings.mirrored(rgb, size), images, behind);
    }
  }

  private void embed(Batch batch, float[][] rows, int start) {
    float[] raw = embedder.raw(batch.images(), batch.count() * views());
    spare.add(batch.images());
    int dimension = embedder.dimension();
    for (int i = 0; i < batch.count(); i++) {
      float[] row = new float[dimension];
      for (int k = 0; k < views() * dimension; k++) {
        row[k % dimension] += raw[i * views() * dimension + k];
      }
      rows[start + i] = row;
    }
  }

  private static void await(Future<?> face) {
    try {
      face.get();
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
