package dev.routeface.server.pipeline;

import dev.routeface.sdk.embed.Embedder;
import dev.routeface.server.pipeline.PipelineSettings.Batching;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gathers faces to batches for one engine. A batch is closed when it is full, when its first face
 * has waited long enough, or when nobody else is on the way: a lone request is never held up. Faces
 * that come while the engine works make the next batch.
 */
final class Batcher implements AutoCloseable {
  private final Embedder embedder;
  private final Batching batching;
  private final StageListener listener;
  private final Thread engine;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Item> queue = new ArrayDeque<>();
  private int coming;
  private boolean closed;

  /**
   * One face.
   *
   * @param images prepared views of it, side by side, from {@code at} on
   * @param views how many; their embeddings are added
   */
  record Item(float[] images, int at, int views, long since, CompletableFuture<float[]> answer) {}

  Batcher(Embedder embedder, Batching batching, StageListener listener) {
    this.embedder = embedder;
    this.batching = batching;
    this.listener = listener;
    this.engine = new Thread(this::run, "embedder");
    engine.setDaemon(true);
    engine.start();
  }

  /** Announces work that may bring faces later. Each is followed by one {@link #arrived}. */
  void expect(int announced) {
    locked(() -> coming += announced);
  }

  /** What was announced has brought its faces, if it had any. */
  void arrived(List<Item> faces) {
    locked(
        () -> {
          coming--;
          queue.addAll(faces);
        });
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A face for {@link #arrived}. */
  static Item item(float[] images, int at, int views) {
    return new Item(images, at, views, System.nanoTime(), new CompletableFuture<>());
  }

  int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (List<Item> batch = next(); !batch.isEmpty(); batch = next()) {
        embed(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next batch; empty once closed and done. */
  private List<Item> next() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        changed.await();
      }
      gather();
      List<Item> batch = new ArrayList<>();
      while (!queue.isEmpty() && batch.size() < batching.most()) {
        batch.add(queue.remove());
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void gather() throws InterruptedException {
    long delay = batching.delay().toNanos();
    while (!queue.isEmpty() && queue.size() < batching.most() && coming > 0 && !closed) {
      long left = queue.peek().since() + delay - System.nanoTime();
      if (left <= 0 || changed.awaitNanos(left) <= 0) {
        return;
      }
    }
  }

  private void embed(List<Item> batch) {
    long begun = System.nanoTime();
    try {
      float[] raw = raw(batch);
      listener.done(
          Stage.EMBED, batch.size(), begun - batch.get(0).since(), System.nanoTime() - begun);
      share(batch, raw);
    } catch (RuntimeException | Error e) {
      batch.forEach(item -> item.answer().completeExceptionally(e));
    }
  }

  private float[] raw(List<Item> batch) {
    int length = embedder.preparation().length();
    int views = batch.stream().mapToInt(Item::views).sum();
    float[] images = new float[views * length];
    int at = 0;
    for (Item item : batch) {
      System.arraycopy(item.images(), item.at(), images, at, item.views() * length);
      at += item.views() * length;
    }
    return embedder.raw(images, views);
  }

  private void share(List<Item> batch, float[] raw) {
    int dimension = embedder.dimension();
    int at = 0;
    for (Item item : batch) {
      float[] sum = new float[dimension];
      for (int k = 0; k < item.views() * dimension; k++) {
        sum[k % dimension] += raw[at + k];
      }
      at += item.views() * dimension;
      item.answer().complete(sum);
    }
  }

  /** Embeds what is there, then ends. */
  @Override
  public void close() {
    locked(() -> closed = true);
    try {
      engine.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
