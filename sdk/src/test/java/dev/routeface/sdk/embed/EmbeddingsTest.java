package dev.routeface.sdk.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.RawEmbeddings;
import dev.routeface.sdk.math.UnitVectors;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes around the batch of 64. */
class EmbeddingsTest {
  private final MeanColour embedder = MeanColour.named("e");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 129})
  void rowsAreThoseOfOneFaceAtATime(int count) {
    FacePixels faces = faces(count);
    UnitVectors rows = Embeddings.of(embedder, faces, Progress.NONE);
    assertEquals(count, rows.size());
    for (int i = 0; i < count; i++) {
      assertArrayEquals(single(faces.rgb(i)), rows.row(i));
    }
  }

  @Test
  void namesTheImageThatHasNoEmbedding() {
    Preparation black =
        new Preparation(
            8, Preparation.ChannelOrder.RGB, new double[3], new double[] {1e300, 1e300, 1e300});
    Embedder blind = new MeanColour(black, "b", new AtomicInteger());
    FacePixels faces = FacePixels.open(new FewFaces(170, Set.of(0)), 8, Progress.NONE);
    assertEquals(
        "face001: expected an embedding, found a vector that is zero or not finite",
        assertThrows(BadDataException.class, () -> Embeddings.of(blind, faces, Progress.NONE))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 65})
  void aFaceAndItsMirrorImageLieSideBySide(int count) {
    FacePixels faces = faces(count);
    UnitVectors rows = Embeddings.withMirrors(embedder, faces, Progress.NONE);
    assertEquals(2 * count, rows.size());
    for (int i = 0; i < count; i++) {
      assertArrayEquals(single(faces.rgb(i)), rows.row(2 * i));
      assertArrayEquals(single(Embeddings.mirrored(faces.rgb(i), 8)), rows.row(2 * i + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65})
  void aFlipAddsTheEmbeddingOfTheMirrorImageBeforeLengthsAreTaken(int count) {
    FacePixels faces = faces(count);
    RawEmbeddings alone = Embeddings.raw(embedder, faces, Flip.NONE, Progress.NONE);
    RawEmbeddings added = Embeddings.raw(embedder, faces, Flip.ADDED, Progress.NONE);
    assertEquals(count, added.size());
    for (int i = 0; i < count; i++) {
      float[] image = raw(faces.rgb(i));
      float[] mirror = raw(Embeddings.mirrored(faces.rgb(i), 8));
      assertArrayEquals(image, alone.row(i));
      for (int k = 0; k < 4; k++) {
        assertEquals(image[k] + mirror[k], added.row(i)[k]);
      }
    }
  }

  @Test
  void anUnreadableImageHasAPlaceButNoEmbedding() {
    FacePixels faces = FacePixels.openReadable(new FewFaces(5, Set.of(0, 3)), 8, Progress.NONE);
    RawEmbeddings raw = Embeddings.raw(embedder, faces, Flip.NONE, Progress.NONE);
    assertArrayEquals(new int[] {1, 2, 4}, raw.embedded());
    assertArrayEquals(raw(FewFaces.rgb(4)), raw.row(4));
  }

  private float[] raw(byte[] rgb) {
    float[] image = new float[MeanColour.PLAIN.length()];
    MeanColour.PLAIN.prepare(rgb, image, 0);
    return embedder.raw(image, 1);
  }

  @Test
  void mirroringExchangesLeftAndRightAndKeepsColours() {
    byte[] rgb = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    assertArrayEquals(
        new byte[] {4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9}, Embeddings.mirrored(rgb, 2));
  }

  @Test
  void mirroredTwiceIsTheOriginal() {
    byte[] rgb = FewFaces.rgb(5);
    assertArrayEquals(rgb, Embeddings.mirrored(Embeddings.mirrored(rgb, 8), 8));
  }

  private float[] single(byte[] rgb) {
    float[] image = new float[MeanColour.PLAIN.length()];
    MeanColour.PLAIN.prepare(rgb, image, 0);
    return embedder.embed(image, 1).row(0);
  }

  private static FacePixels faces(int count) {
    return FacePixels.open(new FewFaces(count, Set.of()), 8, Progress.NONE);
  }
}
