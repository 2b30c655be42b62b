package dev.routeface.server.api;

import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.sdk.pull.ModelStore;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.pipeline.Embedding;
import dev.routeface.server.pipeline.Face;
import dev.routeface.server.pipeline.FacePipeline;
import dev.routeface.server.pipeline.Failure;
import dev.routeface.server.pipeline.Outcome;
import dev.routeface.server.pipeline.Picture;
import dev.routeface.server.pipeline.Task;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Pictures through the pipeline, and what stops them told as endpoints tell it. */
@Singleton
public final class Pictures {
  private static final int MOST = 32;

  private final FacePipeline pipeline;
  private final ServedModel model;

  /** What became of one of several. */
  public sealed interface Reading {}

  /** Nothing, and why. */
  public record Unread(Problem problem) implements Reading {}

  /**
   * A face with its embedding.
   *
   * @param contract of the embedding
   * @param face empty where an embedding was handed in
   */
  public record Read(String contract, UnitVectors vector, Optional<Face> face) implements Reading {}

  Pictures(FacePipeline pipeline, ServedModel model) {
    this.pipeline = pipeline;
    this.model = model;
  }

  CompletableFuture<List<Outcome>> submit(List<byte[]> encoded, Task task) {
    if (encoded.isEmpty() || encoded.size() > MOST) {
      throw Problem.invalid(
          "request: expected 1 to %d pictures, found %d".formatted(MOST, encoded.size()));
    }
    List<Picture> pictures = new ArrayList<>();
    for (byte[] one : encoded) {
      pictures.add(new Picture("picture " + pictures.size(), one));
    }
    return pipeline.submit(pictures, task);
  }

  /**
   * The faces of one picture; waits for them.
   *
   * @throws Problem if there are none, and why
   */
  public Outcome.Found found(byte[] encoded, Task task) {
    return found(new Picture("picture", encoded), task);
  }

  private Outcome.Found found(Picture picture, Task task) {
    return require(pipeline.submit(List.of(picture), task).join().get(0));
  }

  /** The one face that somebody handed in; waits for its embedding. */
  public Read read(FaceInput input, FaceOptions options) {
    return read("picture", input, options);
  }

  /** As {@link #read(FaceInput, FaceOptions)}; {@code name} stands for it in messages. */
  Read read(String name, FaceInput input, FaceOptions options) {
    if (input instanceof FaceInput.Embedded known) {
      return new Read(known.contract(), known.vector(), Optional.empty());
    }
    byte[] encoded = ((FaceInput.Pictured) input).encoded();
    return read(found(new Picture(name, encoded), options.task(true)));
  }

  /** Several at once: what failed is told in its place. */
  public List<Reading> readAll(List<FaceInput> inputs, FaceOptions options) {
    List<byte[]> encoded =
        inputs.stream()
            .filter(FaceInput.Pictured.class::isInstance)
            .map(input -> ((FaceInput.Pictured) input).encoded())
            .toList();
    List<Outcome> outcomes =
        encoded.isEmpty() ? List.of() : submit(encoded, options.task(true)).join();
    List<Reading> all = new ArrayList<>();
    int next = 0;
    for (FaceInput input : inputs) {
      all.add(
          input instanceof FaceInput.Pictured
              ? reading(outcomes.get(next++))
              : read(input, options));
    }
    return all;
  }

  private Reading reading(Outcome outcome) {
    return outcome instanceof Outcome.Found found
        ? read(found)
        : new Unread(problem((Outcome.Failed) outcome));
  }

  private Read read(Outcome.Found found) {
    Face face = found.faces().get(0);
    return new Read(model.contract().id(), embedding(face).vector(), Optional.of(face));
  }

  /**
   * The embedding that was asked for.
   *
   * @throws Problem NO_EMBEDDING
   */
  public static Embedding embedding(Face face) {
    return face.embedding()
        .orElseThrow(() -> Problem.of(Code.NO_EMBEDDING, "the model gave no embedding"));
  }

  private static Outcome.Found require(Outcome outcome) {
    if (outcome instanceof Outcome.Found found) {
      return found;
    }
    throw problem((Outcome.Failed) outcome);
  }

  static Problem problem(Outcome.Failed failed) {
    Code code = Code.valueOf(failed.failure().name());
    return code == Code.TIMED_OUT
        ? Problem.later(code, message(failed), Duration.ofSeconds(1))
        : Problem.of(code, message(failed));
  }

  /** Whoever misses a detector is told how to get one. */
  static String message(Outcome.Failed failed) {
    return failed.failure() == Failure.NO_DETECTOR
        ? "%s: hand in aligned crops with \"align\": false, or install one: %s"
            .formatted(failed.message(), ModelStore.DETECTOR_COMMAND)
        : failed.message();
  }
}
