package dev.routeface.server.api;

import dev.routeface.models.io.Fields;
import dev.routeface.server.pipeline.Task;
import java.util.Locale;

/**
 * How faces are taken from a picture.
 *
 * @param align whether faces are searched for and aligned; if not, the picture is an aligned face
 * @param maxFaces at most
 * @param faces which, where there are more
 */
public record FaceOptions(boolean align, int maxFaces, Task.Choice faces) {
  /** Reads the key {@code options}, which may be left out. */
  public static FaceOptions of(Fields fields, int usualFaces) {
    return fields.has("options")
        ? fields.object("options", options -> read(options, usualFaces, Task.Choice.LARGEST))
        : new FaceOptions(true, usualFaces, Task.Choice.LARGEST);
  }

  /** The same for enrolment, where two faces in a picture are a reason to stop unless said. */
  public static FaceOptions enrolling(Fields fields) {
    return fields.has("options")
        ? fields.object("options", options -> read(options, 1, Task.Choice.ERROR))
        : new FaceOptions(true, 1, Task.Choice.ERROR);
  }

  private static FaceOptions read(Fields options, int usualFaces, Task.Choice usual) {
    return new FaceOptions(
        !options.has("align") || options.flag("align"),
        options.has("max_faces") ? options.integer("max_faces", 1, Task.Detected.MOST) : usualFaces,
        options.has("faces")
            ? Task.Choice.valueOf(
                options.choice("faces", "largest", "center", "error").toUpperCase(Locale.ROOT))
            : usual);
  }

  Task task(boolean embed) {
    return new Task(align ? new Task.Detected(maxFaces, faces) : new Task.Aligned(), embed);
  }
}
