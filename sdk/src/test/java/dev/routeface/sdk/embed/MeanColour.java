package dev.routeface.sdk.embed;

import dev.routeface.models.card.Preparation;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An embedder of four dimensions that knows left from right: mean of each channel, and of the left
 * half. Counts its calls.
 */
record MeanColour(Preparation preparation, String sha256, AtomicInteger calls) implements Embedder {
  static final Preparation PLAIN =
      new Preparation(
          FewFaces.SIDE,
          Preparation.ChannelOrder.RGB,
          new double[] {0, 0, 0},
          new double[] {255, 255, 255});

  static MeanColour named(String sha256) {
    return new MeanColour(PLAIN, sha256, new AtomicInteger());
  }

  @Override
  public int dimension() {
    return 4;
  }

  @Override
  public float[] raw(float[] images, int count) {
    calls.incrementAndGet();
    float[] rows = new float[4 * count];
    int plane = FewFaces.SIDE * FewFaces.SIDE;
    for (int i = 0; i < 3 * plane * count; i++) {
      int image = i / (3 * plane);
      rows[4 * image + i / plane % 3] += images[i];
      rows[4 * image + 3] += i % FewFaces.SIDE < FewFaces.SIDE / 2 ? images[i] : 0;
    }
    return rows;
  }

  @Override
  public void close() {}
}
