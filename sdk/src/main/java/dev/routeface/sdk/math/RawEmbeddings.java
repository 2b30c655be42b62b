package dev.routeface.sdk.math;

import java.util.stream.IntStream;

/**
 * Embeddings as a network gives them, before they are scaled to unit length, one place per image.
 * An image that could not be read, or whose embedding is zero or not finite, has none: it failed,
 * and whoever judges has to say what that counts.
 */
public final class RawEmbeddings {
  private static final float[] NONE = {};

  private final int dimension;
  private final float[][] rows;

  private RawEmbeddings(int dimension, float[][] rows) {
    this.dimension = dimension;
    this.rows = rows;
  }

  /**
   * Takes rows over; a row that is empty, zero or not finite marks a failure.
   *
   * @param rows (N, D), or empty where there is none
   */
  public static RawEmbeddings of(int dimension, float[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != 0 && rows[i].length != dimension) {
        throw new IllegalArgumentException(
            "expected rows of %d floats, found %d in row %d"
                .formatted(dimension, rows[i].length, i));
      }
      if (!UnitVectors.hasDirection(rows[i])) {
        rows[i] = NONE;
      }
    }
    return new RawEmbeddings(dimension, rows);
  }

  /** Embeddings of which only the direction is known: every length is one, and none failed. */
  public static RawEmbeddings of(UnitVectors vectors) {
    return of(
        vectors.dimension(),
        IntStream.range(0, vectors.size()).mapToObj(vectors::row).toArray(float[][]::new));
  }

  /** Number of images, failures included. */
  public int size() {
    return rows.length;
  }

  public int dimension() {
    return dimension;
  }

  public boolean failed(int image) {
    return rows[image].length == 0;
  }

  /** Number of failures. */
  public int failures() {
    return size() - embedded().length;
  }

  /** The images that did not fail, ascending. */
  public int[] embedded() {
    return IntStream.range(0, rows.length).filter(image -> !failed(image)).toArray();
  }

  /** A copy of the embedding of an image that did not fail, D floats. */
  public float[] row(int image) {
    if (failed(image)) {
      throw new IllegalArgumentException(
          "expected an embedding, found that image %d failed".formatted(image));
    }
    return rows[image].clone();
  }

  /** Some images that did not fail, scaled to unit length, in the given order. */
  public UnitVectors unit(int[] images) {
    float[] values = new float[images.length * dimension];
    for (int i = 0; i < images.length; i++) {
      System.arraycopy(row(images[i]), 0, values, i * dimension, dimension);
    }
    return UnitVectors.normalise(dimension, values);
  }
}
