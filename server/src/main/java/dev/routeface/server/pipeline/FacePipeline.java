package dev.routeface.server.pipeline;

import dev.routeface.models.card.Preparation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Pictures to faces with embeddings, many at a time. What may wait is bounded in pictures and in
 * bytes; beyond that work is refused at once. Safe for use by several threads.
 */
public interface FacePipeline extends AutoCloseable {
  /** What aligned faces go through. */
  Preparation preparation();

  /** Size of the embeddings. */
  int dimension();

  /** Digest of the embedder's weights or graph. */
  String sha256();

  /** Name of the detector, empty if faces can only be handed in aligned. */
  Optional<String> detector();

  /**
   * Takes some pictures in, all or none. Returns at once.
   *
   * @return as many outcomes, in the order of the pictures; completes exceptionally never
   * @throws OverloadedException if they cannot be taken in now
   * @throws IllegalArgumentException if there are none, or more than can ever wait
   */
  CompletableFuture<List<Outcome>> submit(List<Picture> pictures, Task task);

  /**
   * Embeds faces that were prepared elsewhere, as they are: no quality, no mirror image.
   *
   * @param images prepared faces (N, 3, S, S), not to be changed until the answer is there
   * @param count N
   * @return (N, D) as the network gives them, row-major, before they are scaled
   * @throws OverloadedException if they cannot be taken in now
   */
  CompletableFuture<float[]> raw(float[] images, int count);

  /** Pictures or faces that stand in the queue of a stage now. */
  int waiting(Stage stage);

  /** Pictures and prepared faces that were taken in and are not answered yet. */
  int inFlight();

  /**
   * Refuses new work, finishes what was taken in, then closes the engines. Returns when all of it
   * is done; a second call does nothing.
   */
  @Override
  void close();
}
