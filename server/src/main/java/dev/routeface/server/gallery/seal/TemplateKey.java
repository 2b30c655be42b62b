package dev.routeface.server.gallery.seal;

import dev.routeface.sdk.math.UnitVectors;

/**
 * A secret rotation of embeddings: templates are kept turned by it, queries are turned before they
 * are compared, and a new key revokes templates that have leaked. Lengths and products stay as they
 * were up to rounding, so that similarities do.
 *
 * <p>The rotation is a walk of Kac: coordinates are paired at random and each pair is turned by a
 * random angle, round after round. After a multiple of D log D turns of two coordinates, the image
 * of any one vector is close to uniform on the sphere (Pillai and Smith, "Kac's walk on n-sphere
 * mixes in n log n steps", Annals of Applied Probability 27, 2017); here there are 4 log2(D) rounds
 * of D/2 turns. It is a product of rotations, so that it is orthogonal for every D, is undone by
 * walking backwards, and costs microseconds where a random D x D matrix costs a hundred.
 *
 * <p>What it gives: a template without the key says nothing of the face beyond its similarities to
 * templates under the same key, and templates of one face under two keys are no closer than those
 * of two people. What it does not give: it is linear, so whoever has the key, or D templates with
 * their embeddings, has the rotation; and whoever has two whole galleries under two keys can match
 * them by the similarities within each.
 */
public final class TemplateKey {
  private static final int ROUNDS_PER_BIT = 4;

  private final int[] first;
  private final int[] second;
  private final double[] cosine;
  private final double[] sine;

  /**
   * @param key 32 secret bytes
   * @param dimension at least 2
   */
  public TemplateKey(byte[] key, int dimension) {
    int rounds = ROUNDS_PER_BIT * (Integer.SIZE - Integer.numberOfLeadingZeros(dimension - 1));
    int turns = rounds * (dimension / 2);
    first = new int[turns];
    second = new int[turns];
    cosine = new double[turns];
    sine = new double[turns];
    Keystream stream = new Keystream(key);
    for (int round = 0; round < rounds; round++) {
      pairUp(stream, dimension, round * (dimension / 2));
    }
  }

  /** The template of an embedding. */
  public float[] turn(float[] embedding) {
    double[] vector = wide(embedding);
    for (int t = 0; t < first.length; t++) {
      turn(vector, t, sine[t]);
    }
    return narrow(vector);
  }

  /** The templates of embeddings (N, D). */
  public UnitVectors turn(UnitVectors embeddings) {
    int dimension = embeddings.dimension();
    float[] turned = new float[embeddings.size() * dimension];
    for (int i = 0; i < embeddings.size(); i++) {
      System.arraycopy(turn(embeddings.row(i)), 0, turned, i * dimension, dimension);
    }
    return UnitVectors.of(dimension, turned);
  }

  /** The embedding of a template, up to rounding. */
  public float[] turnBack(float[] template) {
    double[] vector = wide(template);
    for (int t = first.length - 1; t >= 0; t--) {
      turn(vector, t, -sine[t]);
    }
    return narrow(vector);
  }

  private void turn(double[] vector, int t, double sine) {
    double a = vector[first[t]];
    double b = vector[second[t]];
    vector[first[t]] = cosine[t] * a - sine * b;
    vector[second[t]] = sine * a + cosine[t] * b;
  }

  private void pairUp(Keystream stream, int dimension, int at) {
    int[] order = permutation(stream, dimension);
    for (int pair = 0; pair < dimension / 2; pair++) {
      double angle = 2 * Math.PI * stream.fraction();
      first[at + pair] = order[2 * pair];
      second[at + pair] = order[2 * pair + 1];
      // Math.cos may differ in the last bit from one machine to another.
      cosine[at + pair] = StrictMath.cos(angle);
      sine[at + pair] = StrictMath.sin(angle);
    }
  }

  private static int[] permutation(Keystream stream, int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = stream.below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static double[] wide(float[] vector) {
    double[] wide = new double[vector.length];
    for (int k = 0; k < vector.length; k++) {
      wide[k] = vector[k];
    }
    return wide;
  }

  private static float[] narrow(double[] vector) {
    float[] narrow = new float[vector.length];
    for (int k = 0; k < vector.length; k++) {
      narrow[k] = (float) vector[k];
    }
    return narrow;
  }
}
