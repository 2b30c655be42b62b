package dev.routeface.server.gallery.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.Vectors;
import org.junit.jupiter.api.Test;

class TemplateKeyTest {
  private static byte[] secret(int first) {
    byte[] secret = new byte[32];
    secret[0] = (byte) first;
    return secret;
  }

  @Test
  void keepsProductsWhateverTheDimension() {
    for (int dimension : new int[] {2, 3, 7, 128, 511, 512}) {
      TemplateKey key = new TemplateKey(secret(1), dimension);
      UnitVectors vectors = Vectors.random(dimension, 8, dimension);
      UnitVectors turned = key.turn(vectors);
      for (int i = 0; i < vectors.size(); i++) {
        for (int j = 0; j <= i; j++) {
          assertEquals(vectors.cosine(i, j), turned.cosine(i, j), 1e-5, "dimension " + dimension);
        }
        assertArrayEquals(vectors.row(i), key.turnBack(turned.row(i)), 1e-6f);
      }
    }
  }

  @Test
  void templatesOfOneFaceUnderTwoKeysAreStrangers() {
    int dimension = 512;
    UnitVectors faces = Vectors.random(3, 50, dimension);
    double squares = 0;
    for (int i = 0; i < faces.size(); i++) {
      float[] one = new TemplateKey(secret(2 * i), dimension).turn(faces.row(i));
      float[] other = new TemplateKey(secret(2 * i + 1), dimension).turn(faces.row(i));
      squares +=
          Math.pow(Rows.product(one, other), 2) + Math.pow(Rows.product(one, faces.row(i)), 2);
    }
    // Two random directions have a squared cosine of 1/D on average; 100 of them stray by 14 %.
    assertEquals(1.0 / dimension, squares / (2 * faces.size()), 0.6 / dimension);
  }

  @Test
  void hidesAFaceWhoseEnergyIsInOneCoordinate() {
    int dimension = 512;
    float[] axis = new float[dimension];
    axis[7] = 1;
    float[] turned = new TemplateKey(secret(5), dimension).turn(axis);
    double fourth = 0;
    for (float value : turned) {
      fourth += Math.pow(value, 4);
    }
    // The fourth moment of a uniform direction is 3/(D+2); of an axis it is 1.
    assertEquals(3.0 / (dimension + 2), fourth, 2.0 / dimension);
  }

  @Test
  void followsFromTheKeyAlone() {
    float[] vector = Vectors.random(1, 1, 64).row(0);
    assertArrayEquals(
        new TemplateKey(secret(1), 64).turn(vector), new TemplateKey(secret(1), 64).turn(vector));
    assertTrue(
        Rows.product(
                new TemplateKey(secret(1), 64).turn(vector),
                new TemplateKey(secret(2), 64).turn(vector))
            < 0.7);
  }

  @Test
  void aThousandKeysLaterSimilaritiesAreTheSame() {
    UnitVectors vectors = Vectors.random(9, 2, 64);
    float[] a = vectors.row(0);
    float[] b = vectors.row(1);
    TemplateKey before = new TemplateKey(secret(0), 64);
    a = before.turn(a);
    b = before.turn(b);
    for (int i = 1; i <= 1000; i++) {
      TemplateKey next = new TemplateKey(secret(i), 64);
      a = next.turn(before.turnBack(a));
      b = next.turn(before.turnBack(b));
      before = next;
    }
    assertEquals(vectors.cosine(0, 1), Rows.product(a, b), 1e-5);
  }
}
