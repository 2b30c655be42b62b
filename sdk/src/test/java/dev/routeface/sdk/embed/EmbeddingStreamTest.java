package dev.routeface.sdk.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.image.BadImageException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.RawEmbeddings;
import dev.routeface.sdk.math.UnitVectors;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddingStreamTest {
  private static final int FACES = 1021;
  private static final Progress.Task TASK = Progress.NONE.start("", 0);

  /** The plain way: all images first, one after another. */
  @ParameterizedTest
  @EnumSource(Flip.class)
  void givesWhatThePlainWayGives(Flip flip) {
    FewFaces faces = new FewFaces(FACES, Set.of());
    MeanColour embedder = MeanColour.named("m");
    RawEmbeddings raw =
        Embeddings.raw(embedder, FacePixels.open(faces, 8, Progress.NONE), flip, Progress.NONE);
    UnitVectors expected = raw.unit(raw.embedded());
    try (EmbeddingStream stream = new EmbeddingStream(embedder, faces, flip, 3)) {
      assertRows(expected, 0, stream.embed(0, 500, TASK));
      assertRows(expected, 500, stream.embed(500, 1, TASK));
      assertRows(expected, 501, stream.embed(501, FACES - 501, TASK));
      assertRows(expected, 7, stream.embed(7, 40, TASK)); // back again
      assertRows(expected, 1000, stream.embed(1000, 21, TASK)); // and ahead
    }
  }

  private static void assertRows(UnitVectors expected, int from, UnitVectors found) {
    int[] rows = IntStream.range(from, from + found.size()).toArray();
    assertEquals(expected.select(rows).values(), found.values());
  }

  /** Memory stays bounded however many images there are and however slow the engine is. */
  @Test
  void readsAheadAndNoFurther() throws InterruptedException {
    Counted faces = new Counted(new FewFaces(FACES, Set.of()), new AtomicInteger());
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Embedder slow = new Waiting(MeanColour.named("m"), asked, go);
    try (EmbeddingStream stream = new EmbeddingStream(slow, faces, Flip.NONE, 2)) {
      Thread engine = new Thread(() -> stream.embed(0, 64, TASK));
      engine.start();
      assertTrue(asked.await(20, TimeUnit.SECONDS));
      int most = 32 + EmbeddingStream.AHEAD;
      for (int i = 0; i < 2000 && faces.read.get() < most; i++) {
        Thread.sleep(5);
      }
      Thread.sleep(50);
      assertEquals(most, faces.read.get());
      go.countDown();
      engine.join();
    }
  }

  @Test
  void namesTheImageThatCannotBeReadOrEmbedded() {
    try (EmbeddingStream stream =
        new EmbeddingStream(MeanColour.named("m"), new FewFaces(99, Set.of(40)), Flip.NONE, 2)) {
      assertEquals(
          "face040: expected a picture, found a hole",
          assertThrows(BadImageException.class, () -> stream.embed(0, 99, TASK)).getMessage());
    }
    Preparation black =
        new Preparation(
            8, Preparation.ChannelOrder.RGB, new double[3], new double[] {1e300, 1e300, 1e300});
    Embedder blind = new MeanColour(black, "b", new AtomicInteger());
    try (EmbeddingStream stream =
        new EmbeddingStream(blind, new FewFaces(9, Set.of()), Flip.NONE, 2)) {
      assertEquals(
          "face003: expected an embedding, found a vector that is zero or not finite",
          assertThrows(BadDataException.class, () -> stream.embed(3, 2, TASK)).getMessage());
    }
  }

  private record Counted(FaceDataset faces, AtomicInteger read) implements FaceDataset {
    @Override
    public int size() {
      return faces.size();
    }

    @Override
    public int identity(int index) {
      return faces.identity(index);
    }

    @Override
    public List<String> identities() {
      return faces.identities();
    }

    @Override
    public String name(int index) {
      return faces.name(index);
    }

    @Override
    public byte[] encoded(int index) {
      read.incrementAndGet();
      return faces.encoded(index);
    }

    @Override
    public String sha256() {
      return faces.sha256();
    }
  }

  private record Waiting(Embedder embedder, CountDownLatch asked, CountDownLatch go)
      implements Embedder {
    @Override
    public Preparation preparation() {
      return embedder.preparation();
    }

    @Override
    public int dimension() {
      return embedder.dimension();
    }

    @Override
    public String sha256() {
      return embedder.sha256();
    }

    @Override
    public float[] raw(float[] images, int count) {
      asked.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return embedder.raw(images, count);
    }

    @Override
    public void close() {}
  }
}
