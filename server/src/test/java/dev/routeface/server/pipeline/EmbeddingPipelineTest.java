package dev.routeface.server.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.image.FaceDetector;
import dev.routeface.sdk.image.ImageLimits;
import dev.routeface.sdk.image.ImageWriter;
import dev.routeface.sdk.image.RgbImage;
import dev.routeface.server.pipeline.Outcome.Failed;
import dev.routeface.server.pipeline.Outcome.Found;
import dev.routeface.server.pipeline.PipelineSettings.Batching;
import dev.routeface.server.pipeline.PipelineSettings.Intake;
import dev.routeface.server.pipeline.Task.Choice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmbeddingPipelineTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final GateEmbedder embedder = new GateEmbedder();
  private FacePipeline pipeline = pipeline(settings(64, Duration.ofSeconds(20)));

  @AfterEach
  void close() {
    embedder.gate.release(10_000);
    pipeline.close();
  }

  @Test
  void embedsAnAlignedFace() {
    Found found = found(one(picture(30, 60, 90), Task.aligned()));
    Face face = found.faces().get(0);
    double norm = Math.sqrt(30 * 30 + 60 * 60 + 90 * 90);
    Embedding embedding = face.embedding().orElseThrow();
    assertEquals("8 x 8, 1", found.width() + " x " + found.height() + ", " + found.faces().size());
    assertEquals(norm, embedding.norm(), 1e-3);
    assertArrayEquals(
        new float[] {(float) (30 / norm), (float) (60 / norm), (float) (90 / norm)},
        embedding.vector().row(0),
        1e-6f);
    assertTrue(face.detected().isEmpty());
  }

  @Test
  void bringsSquarePicturesOfAnotherSizeToTheModels() {
    Found found = found(one(png(flat(20, 20, 30, 60, 90)), Task.aligned()));
    assertEquals("20 x 20", found.width() + " x " + found.height());
    assertEquals(
        Math.sqrt(30 * 30 + 60 * 60 + 90 * 90),
        found.faces().get(0).embedding().orElseThrow().norm(),
        1e-3);
  }

  @Test
  void addsTheMirrorImageWhereAsked() {
    restart(settings(64, Duration.ofSeconds(20)).with(new Batching(4, Duration.ZERO, Flip.ADDED)));
    Found found = found(one(picture(30, 60, 90), Task.aligned()));
    assertEquals(
        2 * Math.sqrt(30 * 30 + 60 * 60 + 90 * 90),
        found.faces().get(0).embedding().orElseThrow().norm(),
        1e-3);
    assertEquals(List.of(1, 1, 2), embedder.batches);
  }

  @Test
  void saysWhatIsWrongWithEachPictureAndAnswersTheOthers() {
    byte[] text = "Hello, this is text".getBytes(StandardCharsets.US_ASCII);
    byte[] cut = Arrays.copyOf(png(flat(8, 8, 1, 2, 3)), 50);
    List<Outcome> outcomes =
        pipeline
            .submit(
                List.of(
                    new Picture("input[0]", text),
                    new Picture("input[1]", png(flat(8, 8, 1, 2, 3))),
                    new Picture("input[2]", cut),
                    new Picture("input[3]", png(flat(9, 8, 1, 2, 3))),
                    new Picture("input[4]", png(flat(8, 8, 0, 0, 0)))),
                Task.aligned())
            .join();
    assertEquals(
        new Failed(
            Failure.UNSUPPORTED_IMAGE,
            "input[0]: expected a JPEG, PNG or WebP image, found bytes 48 65 6c 6c"),
        outcomes.get(0));
    assertInstanceOf(Found.class, outcomes.get(1));
    assertEquals(
        new Failed(
            Failure.IMAGE_DAMAGED,
            "input[2]: truncated: expected a whole image, found its first 50 bytes"),
        outcomes.get(2));
    assertEquals(
        new Failed(
            Failure.IMAGE_NOT_SQUARE,
            "input[3]: expected a square picture of an aligned face, found 9 x 8"),
        outcomes.get(3));
    assertEquals(
        new Failed(
            Failure.NO_EMBEDDING,
            "input[4]: expected an embedding, found a vector that is zero or not finite"),
        outcomes.get(4));
  }

  @Test
  void withoutADetectorOnlyAlignedFacesAreTaken() {
    assertEquals(
        new Failed(
            Failure.NO_DETECTOR,
            "a: expected an aligned face, since the service has no face detector"),
        one(picture(1, 2, 3), Task.detected(1, Choice.LARGEST)));
    assertEquals(Optional.empty(), pipeline.detector());
  }

  @Test
  void choosesAmongSeveralFaces() {
    restart(new ThreeFaces());
    byte[] wide = png(flat(100, 60, 30, 60, 90));
    assertEquals(List.of(40.0), widths(one(wide, Task.detected(1, Choice.LARGEST))));
    assertEquals(List.of(20.0, 40.0), widths(one(wide, Task.detected(2, Choice.CENTER))));
    assertEquals(List.of(40.0, 20.0, 10.0), widths(one(wide, Task.detected(3, Choice.ERROR))));
    assertEquals(
        new Failed(Failure.SEVERAL_FACES, "a: expected at most 2 faces, found 3"),
        one(wide, Task.detected(2, Choice.ERROR)));
    assertEquals(
        new Failed(Failure.FACE_NOT_FOUND, "a: expected a face, found none"),
        one(png(flat(10, 10, 1, 2, 3)), Task.detected(1, Choice.LARGEST)));
  }

  private static List<Double> widths(Outcome outcome) {
    return found(outcome).faces().stream()
        .map(face -> face.detected().orElseThrow().box().width())
        .toList();
  }

  @Test
  void detectsWithoutEmbeddingWhereNobodyAsks() {
    restart(new ThreeFaces());
    Task task = new Task(new Task.Detected(3, Choice.LARGEST), false);
    Found found = found(one(png(flat(100, 60, 30, 60, 90)), task));
    assertEquals(3, found.faces().size());
    assertTrue(found.faces().stream().allMatch(face -> face.embedding().isEmpty()));
    assertEquals(List.of(1, 1), embedder.batches, "both asked by the constructor");
  }

  @Test
  void neverLosesOrSwapsAnAnswer() {
    restart(settings(400, Duration.ofSeconds(20)).with(new Batching(7, DAY, Flip.NONE)));
    List<CompletableFuture<List<Outcome>>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] a = picture(1, i, 100);
      byte[] b = picture(2, i, 100);
      answers.add(
          pipeline.submit(List.of(new Picture("a", a), new Picture("b", b)), Task.aligned()));
    }
    for (int i = 0; i < 100; i++) {
      List<Outcome> two = answers.get(i).join();
      for (int k = 0; k < 2; k++) {
        float[] row = found(two.get(k)).faces().get(0).embedding().orElseThrow().vector().row(0);
        assertEquals((k + 1) / 100.0, row[0] / row[2], 1e-4);
        assertEquals(i / 100.0, row[1] / row[2], 1e-4);
      }
    }
    assertTrue(embedder.batches.stream().allMatch(size -> size <= 7), "" + embedder.batches);
    assertEquals(202, embedder.batches.stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void facesThatComeWhileTheEngineWorksMakeTheNextBatch() throws InterruptedException {
    embedder.open = false;
    CompletableFuture<List<Outcome>> first = submit();
    await(() -> embedder.batches.size() == 2); // the constructor's, and this one
    List<CompletableFuture<List<Outcome>>> others = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      others.add(submit());
    }
    await(() -> pipeline.waiting(Stage.EMBED) == 5);
    embedder.gate.release(2);
    first.join();
    others.forEach(CompletableFuture::join);
    assertEquals(List.of(1, 1, 5), embedder.batches);
  }

  @Test
  void refusesWhatWouldNotFitAndTakesItLater() throws InterruptedException {
    restart(settings(3, Duration.ofSeconds(20)));
    embedder.open = false;
    List<CompletableFuture<List<Outcome>>> inside = List.of(submit(), submit());
    OverloadedException full =
        assertThrows(
            OverloadedException.class,
            () ->
                pipeline.submit(
                    List.of(new Picture("a", picture(1, 2, 3)), new Picture("b", picture(1, 2, 3))),
                    Task.aligned()));
    assertTrue(full.retryAfter().toSeconds() >= 1 && !full.closing());
    assertTrue(
        full.getMessage().matches("expected fewer than 3 pictures .* found 2 and \\d+"),
        full.getMessage());
    assertEquals(2, pipeline.inFlight());
    embedder.gate.release(10);
    inside.forEach(CompletableFuture::join);
    await(() -> pipeline.inFlight() == 0);
    assertInstanceOf(Found.class, submit().join().get(0));
  }

  @Test
  void countsBytesAsWell() {
    int length = picture(1, 2, 3).length;
    Intake few = new Intake(ImageLimits.REQUESTS, 1, 100, 2L * length - 1, DAY);
    restart(settings(1, DAY).with(few));
    embedder.open = false;
    CompletableFuture<List<Outcome>> first = submit();
    assertThrows(OverloadedException.class, this::submit);
    embedder.gate.release(1);
    assertInstanceOf(Found.class, first.join().get(0));
  }

  @Test
  void refusesMoreThanCouldEverFit() {
    restart(settings(1, DAY));
    Picture picture = new Picture("a", picture(1, 2, 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> pipeline.submit(List.of(picture, picture), Task.aligned()));
    assertThrows(IllegalArgumentException.class, () -> pipeline.submit(List.of(), Task.aligned()));
  }

  @Test
  void answersInTimeThoughTheEngineDoesNot() throws InterruptedException {
    restart(settings(2, Duration.ofMillis(50)));
    embedder.open = false;
    assertEquals(
        new Failed(Failure.TIMED_OUT, "a: expected an answer within 50 ms, found none"),
        submit().join().get(0));
    assertEquals(1, pipeline.inFlight(), "it still costs what it costs");
    embedder.gate.release(1);
    await(() -> pipeline.inFlight() == 0);
  }

  @Test
  void anEngineThatFailsSpoilsOneBatchAlone() {
    embedder.failing = true;
    assertEquals(
        new Failed(
            Failure.INTERNAL,
            "a: the service failed: java.lang.IllegalStateException: the engine is gone"),
        submit().join().get(0));
    embedder.failing = false;
    assertInstanceOf(Found.class, submit().join().get(0));
  }

  @Test
  void closingFinishesWhatWasTakenInAndRefusesTheRest() throws InterruptedException {
    embedder.open = false;
    CompletableFuture<List<Outcome>> inside = submit();
    Thread closing = new Thread(pipeline::close);
    closing.start();
    await(
        () -> {
          try {
            var unused = submit();
            return false;
          } catch (OverloadedException e) {
            return e.closing() && e.getMessage().equals("the service is closing");
          }
        });
    assertFalse(inside.isDone() || embedder.closed);
    embedder.gate.release(1000);
    closing.join();
    assertInstanceOf(Found.class, inside.join().get(0));
    assertTrue(embedder.closed);
    assertEquals(0, pipeline.inFlight());
  }

  @Test
  void embedsPreparedFacesAsTheyAre() {
    float[] images = new float[2 * 3 * 64];
    Arrays.fill(images, 64, 128, 5f);
    Arrays.fill(images, 320, 384, 7f);
    assertArrayEquals(new float[] {0, 5, 0, 0, 0, 7}, pipeline.raw(images, 2).join());
    assertThrows(IllegalArgumentException.class, () -> pipeline.raw(images, 3));
  }

  @Test
  void tellsOfEveryStage() {
    Set<Stage> told = ConcurrentHashMap.newKeySet();
    restart(
        new EmbeddingPipeline(
            embedder,
            Optional.of(new ThreeFaces()),
            settings(9, DAY),
            (stage, items, waited, worked) -> {
              if (items >= 1 && waited >= 0 && worked >= 0) {
                told.add(stage);
              }
            }));
    one(png(flat(100, 60, 30, 60, 90)), Task.detected(2, Choice.LARGEST));
    assertEquals(EnumSet.allOf(Stage.class), told);
  }

  private static PipelineSettings settings(int pictures, Duration time) {
    return new PipelineSettings(
        new Intake(ImageLimits.REQUESTS, 2, pictures, 1 << 20, time),
        new Batching(16, Duration.ofMillis(1), Flip.NONE),
        Optional.empty());
  }

  private FacePipeline pipeline(PipelineSettings settings) {
    return new EmbeddingPipeline(embedder, Optional.empty(), settings, StageListener.NONE);
  }

  private void restart(PipelineSettings settings) {
    restart(pipeline(settings));
  }

  private void restart(FaceDetector detector) {
    restart(
        new EmbeddingPipeline(
            embedder, Optional.of(detector), settings(64, DAY), StageListener.NONE));
  }

  private void restart(FacePipeline other) {
    pipeline.close();
    embedder.closed = false;
    pipeline = other;
  }

  private CompletableFuture<List<Outcome>> submit() {
    return pipeline.submit(List.of(new Picture("a", picture(1, 2, 3))), Task.aligned());
  }

  private Outcome one(byte[] encoded, Task task) {
    return pipeline.submit(List.of(new Picture("a", encoded)), task).join().get(0);
  }

  private static Found found(Outcome outcome) {
    return assertInstanceOf(Found.class, outcome);
  }

  private static byte[] picture(int red, int green, int blue) {
    return png(flat(GateEmbedder.SIZE, GateEmbedder.SIZE, red, green, blue));
  }

  private static byte[] png(RgbImage image) {
    return ImageWriter.png(image);
  }

  private static RgbImage flat(int width, int height, int red, int green, int blue) {
    byte[] pixels = new byte[width * height * 3];
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = (byte) red;
      pixels[i + 1] = (byte) green;
      pixels[i + 2] = (byte) blue;
    }
    return new RgbImage(width, height, pixels);
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
