package dev.routeface.server.api;

import dev.routeface.models.card.Preparation;
import dev.routeface.sdk.embed.Embedder;

/** An embedding that a test can work out by hand: the mean colour, and a constant. */
final class ColourEmbedder implements Embedder {
  static final int SIZE = 8;
  static final int DIMENSION = 4;

  private final Runnable busy;

  /** One that answers at once. */
  ColourEmbedder() {
    this(() -> {});
  }

  /**
   * @param busy runs before each batch
   */
  ColourEmbedder(Runnable busy) {
    this.busy = busy;
  }

  /** Of the mean red, green and blue of a picture. */
  static float[] unit(double red, double green, double blue) {
    double[] raw = {red - 128, green - 128, blue - 128, 16};
    double length = 0;
    for (double one : raw) {
      length += one * one;
    }
    float[] unit = new float[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      unit[k] = (float) (raw[k] / Math.sqrt(length));
    }
    return unit;
  }

  @Override
  public Preparation preparation() {
    return Preparation.pixels(SIZE);
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public String sha256() {
    return "c".repeat(64);
  }

  @Override
  public float[] raw(float[] images, int count) {
    busy.run();
    int plane = SIZE * SIZE;
    float[] raw = new float[count * DIMENSION];
    for (int face = 0; face < count; face++) {
      for (int c = 0; c < 3; c++) {
        double sum = 0;
        for (int i = 0; i < plane; i++) {
          sum += images[(face * 3 + c) * plane + i];
        }
        raw[face * DIMENSION + c] = (float) (sum / plane - 128);
      }
      raw[face * DIMENSION + 3] = 16;
    }
    return raw;
  }

  @Override
  public void close() {}
}
