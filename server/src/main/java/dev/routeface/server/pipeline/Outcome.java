package dev.routeface.server.pipeline;

import java.util.List;

/** What became of one picture. */
public sealed interface Outcome {
  /**
   * Faces, at least one.
   *
   * @param width of the upright picture in pixels
   * @param height of the upright picture in pixels
   * @param faces in the order of {@link Task.Choice}
   */
  record Found(int width, int height, List<Face> faces) implements Outcome {
    public Found {
      faces = List.copyOf(faces);
    }
  }

  /**
   * None, and why.
   *
   * @param message for people: names the picture, what was expected and what was found
   */
  record Failed(Failure failure, String message) implements Outcome {}
}
