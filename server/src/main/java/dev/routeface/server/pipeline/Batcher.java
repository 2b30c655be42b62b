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
 * Gathers faces to batches for one engine, or for several side by side. A batch is closed when it
 * is full, when its first face has waited long enough, or when nobody else is on the way: a lone
 * request is never held up. Faces that come while all engines work make the next batches; engines
 * that are idle at a time share what there is.
 */
final class Batcher implements AutoCloseable {
  private final Embedder embedder;
  private final Batching batching;
  private final StageListener listener;
  private final List<Thread> engines = new ArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Item> queue = new ArrayDeque<>();
  private int coming;
  private int idle;
  private boolean closed;

  /**
   * One face.
   *
   * @param images prepared views of it, side by side, from {@code at} on
   * @param views how many; their embeddings are added
   */
  record Item(float[] images, int at, int views, long since, CompletableFuture<float[]> answer) {}

  /**
   * @param side batches at a time; one, unless the embedder may be asked side by side
   */
  Batcher(Embedder embedder, Batching batching, int side, StageListener listener) {
    this.embedder = embedder;
    this.batching = batching;
    this.listener = listener;
    this.idle = side;
    for (int i = 0; i < side; i++) {
      Thread engine = new Thread(this::run, "embedder");
      engine.setDaemon(true);
      engine.start();
      engines.add(engine);
    }
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
        locked(() -> idle++);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next batch; empty once closed and done. */
  private List<Item> next() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() ? !closed : !gathered()) {
        changed.await();
      }
      return taken();
    } finally {
      lock.unlock();
    }
  }

  /** Whether something is left: another engine may have taken what this one waited for. */
  private boolean gathered() throws InterruptedException {
    gather();
    return !queue.isEmpty();
  }

  private List<Item> taken() {
    int share = Math.min(batching.most(), (queue.size() + idle - 1) / idle);
    List<Item> batch = new ArrayList<>();
    while (batch.size() < share) {
      batch.add(queue.remove());
    }
    idle--;
    return batch;
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
      for (Thread engine : engines) {
        engine.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
