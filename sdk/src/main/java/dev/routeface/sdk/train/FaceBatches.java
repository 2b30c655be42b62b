package dev.routeface.sdk.train;

import dev.routeface.models.card.Preparation;
import dev.routeface.sdk.embed.Embeddings;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.recipe.Augmentation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Batches of one epoch, made ahead of the training loop by background threads. Order and
 * augmentation are functions of seed, epoch and image alone: neither the number of threads nor a
 * restart changes a bit.
 */
public final class FaceBatches implements AutoCloseable {
  private static final int AHEAD = 4;

  private final FacePixels faces;
  private final Preparation preparation;
  private final Augmentation augmentation;
  private final int batch;
  private final Seed seed;
  private final ExecutorService makers =
      Executors.newFixedThreadPool(2, FaceBatches::backgroundThread);

  /** Image buffers that nobody reads any more; new ones would be most of a training's garbage. */
  private final Queue<float[]> free = new ConcurrentLinkedQueue<>();

  private long waitedNanos;

  /**
   * @param batch images per step
   * @param seed decides order and augmentation
   */
  public FaceBatches(
      FacePixels faces, Preparation preparation, Augmentation augmentation, int batch, Seed seed) {
    this.faces = faces;
    this.preparation = preparation;
    this.augmentation = augmentation;
    this.batch = batch;
    this.seed = seed;
  }

  /** Steps of one epoch; a last, smaller batch is left out. */
  public int steps() {
    return faces.size() / batch;
  }

  /** Time the training loop has waited for data, in nanoseconds, since the beginning. */
  public long waitedNanos() {
    return waitedNanos;
  }

  /** Gives back a batch that nobody reads any more: its images are written over. */
  public void recycle(FaceBatch batch) {
    free.add(batch.images());
  }

  /** The batches of an epoch, one after the other. */
  public Epoch epoch(int number) {
    return new Epoch(number);
  }

  /** Batches under way. */
  public final class Epoch {
    private final int number;
    private final int[] order;
    private final Deque<Future<FaceBatch>> ahead = new ArrayDeque<>();
    private int submitted;

    private Epoch(int number) {
      this.number = number;
      this.order = seed.at("order", number).permutation(faces.size());
    }

    /** The next batch; call it {@link FaceBatches#steps} times. */
    public FaceBatch next() {
      while (ahead.size() < AHEAD && submitted < steps()) {
        int first = submitted++ * batch;
        ahead.add(makers.submit(() -> make(number, order, first)));
      }
      long start = System.nanoTime();
      try {
        return ahead.remove().get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a batch could not be made: " + e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for data", e);
      } finally {
        waitedNanos += System.nanoTime() - start;
      }
    }
  }

  private FaceBatch make(int epoch, int[] order, int first) {
    float[] recycled = free.poll();
    float[] images = recycled != null ? recycled : new float[batch * preparation.length()];
    long[] labels = new long[batch];
    int[] views = new int[batch];
    for (int i = 0; i < batch; i++) {
      int image = order[first + i];
      SplittableRandom random = seed.at("augment", epoch, image).random();
      boolean mirror = augmentation.flip() && random.nextBoolean();
      byte[] rgb = faces.rgb(image);
      rgb = mirror ? Embeddings.mirrored(rgb, faces.side()) : rgb;
      preparation.prepare(varied(rgb, random), images, i * preparation.length());
      labels[i] = faces.identity(image);
      views[i] = 2 * image + (mirror ? 1 : 0);
    }
    return new FaceBatch(images, labels, views);
  }

  private byte[] varied(byte[] rgb, SplittableRandom random) {
    if (augmentation.flipAtMost()) {
      return rgb;
    }
    int reach = augmentation.shift();
    int dx = random.nextInt(-reach, reach + 1);
    int dy = random.nextInt(-reach, reach + 1);
    double gain = 1 + augmentation.brightness() * (2 * random.nextDouble() - 1);
    return varied(rgb, faces.side(), dx, dy, gain);
  }

  /** Moves by (dx, dy), repeating edges, and multiplies all values. */
  static byte[] varied(byte[] rgb, int side, int dx, int dy, double gain) {
    byte[] out = new byte[rgb.length];
    for (int y = 0; y < side; y++) {
      int fromRow = Math.max(0, Math.min(side - 1, y - dy)) * side;
      for (int x = 0; x < side; x++) {
        int from = (fromRow + Math.max(0, Math.min(side - 1, x - dx))) * 3;
        int to = (y * side + x) * 3;
        for (int c = 0; c < 3; c++) {
          long value = Math.round((rgb[from + c] & 0xff) * gain);
          out[to + c] = (byte) Math.min(255, value);
        }
      }
    }
    return out;
  }

  private static Thread backgroundThread(Runnable work) {
    Thread thread = new Thread(work, "face-batches");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    makers.shutdownNow();
  }
}
