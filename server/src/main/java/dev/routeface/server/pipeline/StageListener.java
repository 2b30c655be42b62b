package dev.routeface.server.pipeline;

/** Told when a stage has done its work; called by the threads that work, so it must not block. */
@FunctionalInterface
public interface StageListener {
  /** Nobody listens. */
  StageListener NONE = (stage, items, waited, worked) -> {};

  /**
   * A stage is done with some items: one picture, or the faces of one batch.
   *
   * @param items 1, or the faces of the batch
   * @param waited nanoseconds that the first of them stood in the stage's queue
   * @param worked nanoseconds of the stage itself
   */
  void done(Stage stage, int items, long waited, long worked);
}
