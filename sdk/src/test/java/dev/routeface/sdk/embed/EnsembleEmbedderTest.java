package dev.routeface.sdk.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.card.Preparation;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.image.RgbImage;
import dev.routeface.sdk.math.UnitVectors;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EnsembleEmbedderTest {
  private static final int FACES = 4;
  private static final Preparation OTHER =
      new Preparation(
          8, Preparation.ChannelOrder.BGR, new double[] {100, 20, 3}, new double[] {128, 50, 64});

  @Test
  void itsCosineIsTheMeanOfItsMembers() {
    Embedder first = MeanColour.named("a");
    Embedder second = new MeanColour(OTHER, "b", new AtomicInteger());
    UnitVectors a = embed(first);
    UnitVectors b = embed(second);
    try (Embedder both = new EnsembleEmbedder(List.of(first, second), "both")) {
      assertEquals(8, both.dimension());
      assertEquals("both", both.sha256());
      assertEquals(Preparation.pixels(8), both.preparation());
      UnitVectors together = embed(both);
      for (int i = 0; i < FACES; i++) {
        for (int j = 0; j < FACES; j++) {
          assertEquals((a.cosine(i, j) + b.cosine(i, j)) / 2, together.cosine(i, j), 1e-6);
        }
      }
    }
  }

  @Test
  void itsPartsAreTheMembersOwnUnitEmbeddings() {
    Embedder second = new MeanColour(OTHER, "b", new AtomicInteger());
    try (Embedder both = new EnsembleEmbedder(List.of(MeanColour.named("a"), second), "")) {
      float[] raw = both.raw(prepared(both.preparation(), FACES), FACES);
      for (int i = 0; i < FACES; i++) {
        float[] part = new float[4];
        System.arraycopy(raw, 8 * i + 4, part, 0, 4);
        assertArrayEquals(embed(second).row(i), part, 1e-7f);
      }
    }
  }

  /** As if the small member had read the file itself. */
  @Test
  void aMemberOfASmallerSizeGetsTheFaceShrunk() {
    Pixels small = new Pixels(Preparation.pixels(4));
    try (Embedder both = new EnsembleEmbedder(List.of(MeanColour.named("a"), small), "")) {
      float[] raw = both.raw(prepared(both.preparation(), 1), 1);
      byte[] shrunk = ImageReader.resized(new RgbImage(8, 8, FewFaces.rgb(0)), 4).pixels();
      float[] expected = new float[48];
      small.preparation().prepare(shrunk, expected, 0);
      UnitVectors.normalise(48, expected);
      assertArrayEquals(expected, Arrays.copyOfRange(raw, 4, 52), 1e-7f);
    }
  }

  /** What it is given is its embedding. */
  private record Pixels(Preparation preparation) implements Embedder {
    @Override
    public int dimension() {
      return preparation.length();
    }

    @Override
    public String sha256() {
      return "";
    }

    @Override
    public float[] raw(float[] images, int count) {
      return images;
    }

    @Override
    public void close() {}
  }

  @Test
  void aMemberThatFailsFailsTheRow() {
    Embedder second = new MeanColour(OTHER, "b", new AtomicInteger());
    try (Embedder both = new EnsembleEmbedder(List.of(MeanColour.named("a"), second), "")) {
      float[] images = prepared(both.preparation(), 2);
      Arrays.fill(images, images.length / 2, images.length, 0);
      assertEquals(
          "expected a finite vector that is not zero, found length NaN in row 1",
          assertThrows(IllegalArgumentException.class, () -> both.embed(images, 2)).getMessage());
    }
  }

  private static UnitVectors embed(Embedder embedder) {
    return embedder.embed(prepared(embedder.preparation(), FACES), FACES);
  }

  private static float[] prepared(Preparation preparation, int count) {
    float[] images = new float[count * preparation.length()];
    for (int i = 0; i < count; i++) {
      preparation.prepare(FewFaces.rgb(i), images, i * preparation.length());
    }
    return images;
  }
}
