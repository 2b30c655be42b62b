package dev.routeface.server.pipeline;

import dev.routeface.sdk.image.BadImageException;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.pipeline.FaceReader.Crop;
import dev.routeface.server.pipeline.FaceReader.Crops;
import dev.routeface.server.pipeline.Outcome.Failed;
import dev.routeface.server.pipeline.Outcome.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One picture's way through the pipeline. */
final class PictureJob implements Runnable {
  private final EmbeddingPipeline pipeline;
  private final Picture picture;
  private final Task task;
  private final long since = System.nanoTime();
  private final CompletableFuture<Outcome> outcome;

  PictureJob(EmbeddingPipeline pipeline, Picture picture, Task task) {
    this.pipeline = pipeline;
    this.picture = picture;
    this.task = task;
    this.outcome =
        new CompletableFuture<Outcome>().completeOnTimeout(late(), millis(), TimeUnit.MILLISECONDS);
  }

  /** Never exceptional. */
  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  private long millis() {
    return pipeline.settings().intake().time().toMillis();
  }

  private Failed late() {
    return new Failed(
        Failure.TIMED_OUT,
        "%s: expected an answer within %d ms, found none".formatted(picture.name(), millis()));
  }

  @Override
  public void run() {
    List<Batcher.Item> items = List.of();
    Optional<Crops> read = Optional.empty();
    try {
      read = read();
      if (read.isPresent() && task.embed()) {
        items = read.get().crops().stream().map(pipeline::prepared).toList();
      }
    } catch (RuntimeException | Error e) {
      outcome.complete(failed(e));
      items = List.of();
    } finally {
      if (task.embed()) {
        pipeline.batcher().arrived(items);
      }
    }
    finish(read, items);
  }

  /** Nobody waits for a picture whose time is over: it costs nothing more. */
  private Optional<Crops> read() {
    if (outcome.isDone()) {
      return Optional.empty();
    }
    try {
      return Optional.of(pipeline.reader().read(picture, task.faces(), since));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pictures are read", e);
    }
  }

  private void finish(Optional<Crops> read, List<Batcher.Item> items) {
    CompletableFuture<?>[] answers =
        items.stream().map(Batcher.Item::answer).toArray(CompletableFuture[]::new);
    CompletableFuture<Void> unused =
        CompletableFuture.allOf(answers)
            .whenCompleteAsync(
                (done, failure) -> {
                  pipeline.leave(picture);
                  if (failure != null) {
                    outcome.complete(failed(failure.getCause())); // wrapped by allOf
                  } else {
                    read.ifPresent(crops -> outcome.complete(answer(crops, items)));
                  }
                },
                pipeline.answers());
  }

  private Outcome answer(Crops crops, List<Batcher.Item> items) {
    List<Face> faces = new ArrayList<>();
    for (int i = 0; i < crops.crops().size(); i++) {
      Crop crop = crops.crops().get(i);
      if (items.isEmpty()) {
        faces.add(new Face(crop.face(), crop.quality(), Optional.empty()));
        continue;
      }
      Optional<Embedding> embedding = embedding(items.get(i).answer().join());
      if (embedding.isEmpty()) {
        return new Failed(
            Failure.NO_EMBEDDING,
            picture.name() + ": expected an embedding, found a vector that is zero or not finite");
      }
      OptionalDouble norm = OptionalDouble.of(embedding.get().norm());
      faces.add(new Face(crop.face(), pipeline.meter().with(crop.quality(), norm), embedding));
    }
    return new Found(crops.width(), crops.height(), faces);
  }

  private static Optional<Embedding> embedding(float[] raw) {
    double square = 0;
    for (float value : raw) {
      square += (double) value * value;
    }
    double norm = Math.sqrt(square);
    return norm > 1e-12 && norm < Double.POSITIVE_INFINITY
        ? Optional.of(new Embedding(UnitVectors.normalise(raw.length, raw.clone()), norm))
        : Optional.empty();
  }

  private Failed failed(Throwable failure) {
    if (failure instanceof NoFacesException none) {
      return new Failed(none.failure(), none.getMessage());
    } else if (failure instanceof BadImageException bad) {
      return new Failed(failure(bad.fault()), bad.getMessage());
    }
    return new Failed(Failure.INTERNAL, picture.name() + ": the service failed: " + failure);
  }

  private static Failure failure(BadImageException.Fault fault) {
    return switch (fault) {
      case UNSUPPORTED -> Failure.UNSUPPORTED_IMAGE;
      case TOO_LARGE -> Failure.IMAGE_TOO_LARGE;
      case DAMAGED -> Failure.IMAGE_DAMAGED;
      case NOT_SQUARE -> Failure.IMAGE_NOT_SQUARE;
    };
  }
}
