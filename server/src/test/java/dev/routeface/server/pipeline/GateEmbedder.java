package dev.routeface.server.pipeline;

import dev.routeface.models.card.Preparation;
import dev.routeface.sdk.embed.Embedder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * A stand-in whose embedding is the mean of each plane, so that every answer says whose it is; a
 * gate holds the engine where a test wants it to be busy.
 */
final class GateEmbedder implements Embedder {
  static final int SIZE = 8;

  final Semaphore gate = new Semaphore(0);
  final List<Integer> batches = new CopyOnWriteArrayList<>();
  volatile boolean open = true;
  volatile boolean closed;
  volatile boolean failing;

  @Override
  public Preparation preparation() {
    return Preparation.pixels(SIZE);
  }

  @Override
  public int dimension() {
    return Preparation.CHANNELS;
  }

  @Override
  public String sha256() {
    return "0".repeat(64);
  }

  @Override
  public float[] raw(float[] images, int count) {
    batches.add(count);
    if (!open) {
      gate.acquireUninterruptibly();
    }
    if (closed || failing) {
      throw new IllegalStateException("the engine is gone");
    }
    float[] means = new float[count * dimension()];
    int plane = SIZE * SIZE;
    for (int i = 0; i < means.length; i++) {
      for (int k = 0; k < plane; k++) {
        means[i] += images[i * plane + k] / plane;
      }
    }
    return means;
  }

  @Override
  public void close() {
    closed = true;
  }
}
