package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.card.Preparation;
import dev.routeface.sdk.embed.Embeddings;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.recipe.Augmentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Thirty small faces of five people, in batches of four: seven steps, two faces left out. */
class FaceBatchesTest {
  private static final FacePixels FACES =
      FacePixels.open(TinyTraining.faces(5, 1), 16, Progress.NONE);
  private static final Preparation PREPARATION =
      new Preparation(
          16, Preparation.ChannelOrder.BGR, new double[] {1, 2, 3}, new double[] {4, 5, 6});
  private static final Augmentation PLAIN = new Augmentation(false, 0, 0);
  private static final Augmentation FLIP = new Augmentation(true, 0, 0);
  private static final Augmentation ALL = new Augmentation(true, 2, 0.2);

  @Test
  void anEpochShowsEachFaceAtMostOnce() {
    int[] images = images(epoch(PLAIN, 3, 1));
    assertEquals(28, images.length);
    assertEquals(28, Arrays.stream(images).distinct().count());
    assertTrue(Arrays.stream(images).allMatch(i -> i >= 0 && i < 30));
  }

  @Test
  void manyEpochsShowEveryFace() {
    List<FaceBatch> batches = new ArrayList<>();
    for (int epoch = 1; epoch <= 5; epoch++) {
      batches.addAll(epoch(PLAIN, 3, epoch));
    }
    assertEquals(30, Arrays.stream(images(batches)).distinct().count());
  }

  @Test
  void theOrderIsAFunctionOfSeedAndEpoch() {
    String order = Arrays.toString(images(epoch(ALL, 3, 2)));
    assertEquals(order, Arrays.toString(images(epoch(PLAIN, 3, 2))));
    assertNotEquals(order, Arrays.toString(images(epoch(PLAIN, 3, 1))));
    assertNotEquals(order, Arrays.toString(images(epoch(PLAIN, 4, 2))));
  }

  @Test
  void everyBitIsAFunctionOfSeedAndEpochWhateverTheThreads() {
    List<FaceBatch> first = epoch(ALL, 3, 2);
    for (int trial = 0; trial < 5; trial++) {
      List<FaceBatch> again = epoch(ALL, 3, 2);
      for (int i = 0; i < first.size(); i++) {
        assertArrayEquals(first.get(i).images(), again.get(i).images());
        assertArrayEquals(first.get(i).views(), again.get(i).views());
      }
    }
  }

  @Test
  void anEpochIsTheSameAfterOthersAndAlone() {
    try (FaceBatches batches = batches(ALL, 3)) {
      drain(batches, 1);
      List<FaceBatch> after = drain(batches, 2);
      List<FaceBatch> alone = epoch(ALL, 3, 2);
      for (int i = 0; i < alone.size(); i++) {
        assertArrayEquals(alone.get(i).images(), after.get(i).images());
      }
    }
  }

  @Test
  void withoutAugmentationAnImageIsItsPreparedSelf() {
    for (FaceBatch batch : epoch(PLAIN, 3, 1)) {
      for (int i = 0; i < batch.size(); i++) {
        assertEquals(0, batch.views()[i] % 2);
        assertArrayEquals(prepared(FACES.rgb(batch.views()[i] / 2)), image(batch, i));
      }
    }
  }

  @Test
  void aViewSaysWhichImageItIsAndWhetherMirrored() {
    for (FaceBatch batch : epoch(FLIP, 3, 1)) {
      for (int i = 0; i < batch.size(); i++) {
        int view = batch.views()[i];
        byte[] rgb = FACES.rgb(view / 2);
        byte[] shown = view % 2 == 1 ? Embeddings.mirrored(rgb, 16) : rgb;
        assertArrayEquals(prepared(shown), image(batch, i));
        assertEquals(FACES.identity(view / 2), batch.labels()[i]);
      }
    }
  }

  /** 2,800 flips: five standard deviations are 132. */
  @Test
  void aboutHalfOfTheImagesAreMirrored() {
    int mirrored = 0;
    try (FaceBatches batches = batches(FLIP, 3)) {
      for (int epoch = 1; epoch <= 100; epoch++) {
        for (FaceBatch batch : drain(batches, epoch)) {
          mirrored += (int) Arrays.stream(batch.views()).filter(view -> view % 2 == 1).count();
        }
      }
    }
    assertEquals(1400, mirrored, 132);
  }

  @Test
  void shiftsAndGainsChangeTheImageAndNotItsView() {
    FaceBatch plain = epoch(FLIP, 3, 1).get(0);
    FaceBatch varied = epoch(ALL, 3, 1).get(0);
    assertArrayEquals(plain.views(), varied.views(), "drawn first, so that they stay");
    assertNotEquals(Arrays.toString(plain.images()), Arrays.toString(varied.images()));
  }

  @Test
  void aShiftRepeatsTheEdge() {
    byte[] rows = grey(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertArrayEquals(rows, FaceBatches.varied(rows, 3, 0, 0, 1));
    assertArrayEquals(
        grey(1, 1, 2, 4, 4, 5, 7, 7, 8), FaceBatches.varied(rows, 3, 1, 0, 1), "to the right");
    assertArrayEquals(
        grey(1, 2, 3, 1, 2, 3, 4, 5, 6), FaceBatches.varied(rows, 3, 0, 1, 1), "down");
    assertArrayEquals(
        grey(9, 9, 9, 9, 9, 9, 9, 9, 9), FaceBatches.varied(rows, 3, -2, -9, 1), "far out");
  }

  @Test
  void aGainIsRoundedAndStopsAtWhite() {
    assertArrayEquals(
        grey(0, 2, 120, 255, 255, 255, 0, 0, 0),
        FaceBatches.varied(grey(0, 1, 80, 170, 200, 255, 0, 0, 0), 3, 0, 0, 1.5));
    assertArrayEquals(
        grey(0, 0, 0, 0, 0, 0, 0, 0, 0),
        FaceBatches.varied(grey(0, 1, 80, 170, 200, 255, 0, 0, 0), 3, 0, 0, 0));
  }

  @Test
  void coloursMoveTogether() {
    byte[] rgb = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    assertArrayEquals(
        new byte[] {4, 5, 6, 4, 5, 6, 10, 11, 12, 10, 11, 12},
        FaceBatches.varied(rgb, 2, -1, 0, 1));
  }

  @Test
  void anEpochEndsAfterItsSteps() {
    try (FaceBatches batches = batches(PLAIN, 3)) {
      assertEquals(7, batches.steps());
      FaceBatches.Epoch epoch = batches.epoch(1);
      for (int i = 0; i < 7; i++) {
        assertEquals(4, epoch.next().size());
      }
      assertThrows(NoSuchElementException.class, epoch::next);
    }
  }

  private static FaceBatches batches(Augmentation augmentation, long seed) {
    return new FaceBatches(FACES, PREPARATION, augmentation, 4, Seed.of(seed));
  }

  private static List<FaceBatch> epoch(Augmentation augmentation, long seed, int number) {
    try (FaceBatches batches = batches(augmentation, seed)) {
      return drain(batches, number);
    }
  }

  private static List<FaceBatch> drain(FaceBatches batches, int number) {
    FaceBatches.Epoch epoch = batches.epoch(number);
    List<FaceBatch> all = new ArrayList<>();
    for (int i = 0; i < batches.steps(); i++) {
      all.add(epoch.next());
    }
    return all;
  }

  private static int[] images(List<FaceBatch> batches) {
    return batches.stream()
        .flatMapToInt(batch -> Arrays.stream(batch.views()))
        .map(view -> view / 2)
        .toArray();
  }

  private static float[] prepared(byte[] rgb) {
    float[] out = new float[PREPARATION.length()];
    PREPARATION.prepare(rgb, out, 0);
    return out;
  }

  private static float[] image(FaceBatch batch, int index) {
    int length = PREPARATION.length();
    return Arrays.copyOfRange(batch.images(), index * length, (index + 1) * length);
  }

  /** A grey picture. */
  private static byte[] grey(int... values) {
    byte[] rgb = new byte[3 * values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) values[i / 3];
    }
    return rgb;
  }
}
