package dev.routeface.models.card;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.card.Preparation.ChannelOrder;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PreparationTest {
  /** Two by two pixels, interleaved RGB. */
  private static final byte[] PIXELS = bytes(0, 50, 255, 127, 128, 129, 1, 2, 3, 200, 100, 30);

  private static final double[] MEAN = {123.675, 116.28, 103.53};
  private static final double[] SCALE = {58.395, 57.12, 57.375};

  @Test
  void writesPlanesInTheOrderOfTheNetwork() {
    double[] zero = {0, 0, 0};
    double[] one = {1, 1, 1};
    assertArrayEquals(
        new float[] {0, 127, 1, 200, 50, 128, 2, 100, 255, 129, 3, 30},
        prepared(new Preparation(2, ChannelOrder.RGB, zero, one)));
    assertArrayEquals(
        new float[] {255, 129, 3, 30, 50, 128, 2, 100, 0, 127, 1, 200},
        prepared(new Preparation(2, ChannelOrder.BGR, zero, one)));
  }

  /**
   * Values of numpy 2.4.6: {@code ((x - mean) / scale).astype(float32)} with x the pixels as
   * float64 in (3, 2, 2), channels reversed for BGR.
   */
  @Test
  void agreesWithNumpy() {
    assertArrayEquals(
        new float[] {
          -2.117904f,
          0.056939807f,
          -2.1007793f,
          1.3070469f,
          -1.1603642f,
          0.20518208f,
          -2.0007002f,
          -0.285014f,
          2.64f,
          0.44392157f,
          -1.7521569f,
          -1.2815686f
        },
        prepared(new Preparation(2, ChannelOrder.RGB, MEAN, SCALE)));
    assertArrayEquals(
        new float[] {
          2.2489083f,
          0.09118932f,
          -2.0665298f,
          -1.6041613f,
          -1.1603642f,
          0.20518208f,
          -2.0007002f,
          -0.285014f,
          -1.8044444f,
          0.4090632f,
          -1.7870152f,
          1.6813943f
        },
        prepared(new Preparation(2, ChannelOrder.BGR, MEAN, SCALE)));
  }

  @Test
  void everyByteValueIsReadAsUnsigned() {
    Preparation preparation = square(16);
    byte[] rgb = new byte[16 * 16 * 3];
    for (int i = 0; i < 256; i++) {
      rgb[3 * i] = (byte) i;
    }
    float[] out = new float[preparation.length()];
    preparation.prepare(rgb, out, 0);
    for (int i = 0; i < 256; i++) {
      assertEquals((float) ((i - 127.5) / 127.5), out[i]);
    }
  }

  @Test
  void writesNothingBeforeTheOffsetOrAfterTheFace() {
    float[] out = new float[3 + 12 + 2];
    Arrays.fill(out, 9f);
    square(2).prepare(PIXELS, out, 3);
    assertArrayEquals(new float[] {9, 9, 9}, Arrays.copyOf(out, 3));
    assertArrayEquals(new float[] {9, 9}, Arrays.copyOfRange(out, 15, 17));
    assertEquals(-1f, out[3]);
  }

  @Test
  void refusesPixelsOfAnotherSize() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> square(3).prepare(PIXELS, new float[27], 0));
    assertEquals("expected 27 bytes of RGB pixels, found 12", e.getMessage());
  }

  @Test
  void refusesNumbersThatCannotBe() {
    double[] three = {1, 1, 1};
    assertEquals(
        "expected a size of at least 1, 3 means and 3 scales, found size 0, 3 means, 3 scales",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Preparation(0, ChannelOrder.RGB, three, three))
            .getMessage());
    assertEquals(
        "expected scales above 0, found NaN",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Preparation(1, ChannelOrder.RGB, three, new double[] {1, Double.NaN, 1}))
            .getMessage());
  }

  @Test
  void laterChangesToTheArraysDoNotReachIt() {
    double[] mean = MEAN.clone();
    Preparation preparation = new Preparation(2, ChannelOrder.RGB, mean, SCALE);
    mean[0] = 0;
    preparation.mean()[1] = 0;
    preparation.scale()[2] = 0;
    assertEquals(new Preparation(2, ChannelOrder.RGB, MEAN, SCALE), preparation);
  }

  @Test
  void readsWhatItWrote() {
    Preparation preparation = new Preparation(112, ChannelOrder.BGR, MEAN, SCALE);
    Preparation read = Fields.parse("card.json", preparation.toString()).read(Preparation::of);
    assertEquals(preparation, read);
    assertEquals(preparation.hashCode(), read.hashCode());
    assertNotEquals(new Preparation(112, ChannelOrder.RGB, MEAN, SCALE), read);
  }

  @Test
  void namesTheChannelWhoseScaleIsWrong() {
    BadRecipeException e =
        assertThrows(
            BadRecipeException.class,
            () ->
                Fields.parse(
                        "card.json",
                        """
                        {"size": 112, "order": "RGB", "mean": [0, 0, 0], "scale": [1, 0, 1]}
                        """)
                    .read(Preparation::of));
    assertEquals(
        "card.json at $.scale[1]: expected a number from 1.0E-6 to 1000000, found 0",
        e.getMessage());
  }

  private static Preparation square(int size) {
    double[] half = {127.5, 127.5, 127.5};
    return new Preparation(size, ChannelOrder.RGB, half, half);
  }

  private static float[] prepared(Preparation preparation) {
    float[] out = new float[preparation.length()];
    preparation.prepare(PIXELS, out, 0);
    return out;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
