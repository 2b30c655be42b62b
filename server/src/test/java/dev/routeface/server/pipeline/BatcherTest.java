package dev.routeface.server.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.embed.Flip;
import dev.routeface.server.pipeline.Batcher.Item;
import dev.routeface.server.pipeline.PipelineSettings.Batching;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatcherTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int LENGTH = 3 * GateEmbedder.SIZE * GateEmbedder.SIZE;

  private final GateEmbedder embedder = new GateEmbedder();

  @Test
  void aLoneFaceIsNotHeldUp() {
    try (Batcher batcher = batcher(16, DAY)) {
      batcher.expect(1);
      Item face = face(7);
      batcher.arrived(List.of(face));
      assertArrayEquals(new float[] {7, 7, 7}, face.answer().join());
    }
  }

  @Test
  void aFaceWaitsWhileAnotherIsOnItsWay() throws Exception {
    try (Batcher batcher = batcher(16, DAY)) {
      batcher.expect(2);
      Item first = face(1);
      batcher.arrived(List.of(first));
      assertPending(first.answer());
      Item second = face(2);
      batcher.arrived(List.of(second));
      second.answer().join();
      assertEquals(1, first.answer().join()[0]);
    }
    assertEquals(List.of(2), embedder.batches);
  }

  @Test
  void aPictureWithoutFacesLetsTheOthersGo() throws Exception {
    try (Batcher batcher = batcher(16, DAY)) {
      batcher.expect(2);
      Item first = face(1);
      batcher.arrived(List.of(first));
      assertPending(first.answer());
      batcher.arrived(List.of());
      assertEquals(1, first.answer().join()[0]);
    }
  }

  @Test
  void nobodyWaitsLongerThanTheDelay() {
    try (Batcher batcher = batcher(16, Duration.ofMillis(20))) {
      batcher.expect(2); // the second never comes
      Item first = face(1);
      batcher.arrived(List.of(first));
      assertEquals(1, first.answer().join()[0]);
    }
  }

  @Test
  void aFullBatchGoesAtOnce() {
    try (Batcher batcher = batcher(3, DAY)) {
      batcher.expect(100);
      List<Item> faces = List.of(face(1), face(2), face(3));
      batcher.arrived(faces);
      faces.forEach(face -> face.answer().join());
    }
    assertEquals(List.of(3), embedder.batches);
  }

  @Test
  void moreThanABatchIsSharedOutInOrder() {
    List<Item> faces = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      faces.add(face(i));
    }
    try (Batcher batcher = batcher(4, Duration.ZERO)) {
      batcher.expect(1);
      batcher.arrived(faces);
      for (int i = 0; i < 10; i++) {
        assertEquals(i, faces.get(i).answer().join()[2]);
      }
    }
    assertEquals(List.of(4, 4, 2), embedder.batches);
  }

  @Test
  void viewsOfOneFaceAreAdded() {
    float[] views = new float[2 * LENGTH];
    Arrays.fill(views, 0, LENGTH, 3);
    Arrays.fill(views, LENGTH, 2 * LENGTH, 4);
    Item both = Batcher.item(views, 0, 2);
    Item alone = face(9);
    try (Batcher batcher = batcher(4, Duration.ZERO)) {
      batcher.expect(1);
      batcher.arrived(List.of(both, alone));
      assertArrayEquals(new float[] {7, 7, 7}, both.answer().join());
      assertArrayEquals(new float[] {9, 9, 9}, alone.answer().join());
    }
  }

  @Test
  void closingEmbedsWhatIsThere() {
    Item waiting = face(5);
    try (Batcher batcher = batcher(16, DAY)) {
      batcher.expect(2);
      batcher.arrived(List.of(waiting));
    }
    assertTrue(waiting.answer().isDone());
    assertEquals(5, waiting.answer().join()[0]);
  }

  @Test
  @Timeout(20)
  void idleEnginesShareWhatThereIsAndWorkSideBySide() {
    embedder.open = false;
    List<Item> faces = List.of(face(1), face(2), face(3));
    Batching batching = new Batching(16, Duration.ZERO, Flip.NONE);
    try (Batcher batcher = new Batcher(embedder, batching, 2, StageListener.NONE)) {
      batcher.expect(1);
      batcher.arrived(faces);
      while (embedder.batches.size() < 2) {
        Thread.onSpinWait(); // neither has been answered yet
      }
      embedder.gate.release(2);
      for (int i = 0; i < 3; i++) {
        assertEquals(i + 1, faces.get(i).answer().join()[0]);
      }
    }
    assertEquals(List.of(1, 2), embedder.batches.stream().sorted().toList());
  }

  private static void assertPending(CompletableFuture<float[]> answer) throws Exception {
    try {
      answer.get(30, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return;
    }
    assertFalse(true, "expected it to wait");
  }

  private Batcher batcher(int most, Duration delay) {
    return new Batcher(embedder, new Batching(most, delay, Flip.NONE), 1, StageListener.NONE);
  }

  private static Item face(float value) {
    float[] image = new float[LENGTH];
    Arrays.fill(image, value);
    return Batcher.item(image, 0, 1);
  }
}
