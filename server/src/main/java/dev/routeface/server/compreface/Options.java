package dev.routeface.server.compreface;

import dev.routeface.server.pipeline.Face;
import dev.routeface.server.pipeline.Task;
import io.micronaut.http.HttpRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What CompreFace's query parameters ask; those of other endpoints may come along.
 *
 * @param limit faces at most, the largest first
 * @param minimum score of the detector from which a face counts, 0 to 1
 * @param predictions subjects for each face
 * @param plugins what is shown beside the box
 * @param status whether versions and times are shown
 * @param detect whether faces are searched for; if not, the picture is an aligned face
 */
record Options(
    int limit,
    Optional<Double> minimum,
    int predictions,
    Set<Plugin> plugins,
    boolean status,
    boolean detect) {
  private static final int MOST_PREDICTIONS = 100;

  static Options of(HttpRequest<?> request) {
    return new Options(
        limit(number(request, "limit", 0)),
        share(request, "det_prob_threshold"),
        predictions(number(request, "prediction_count", 1)),
        Plugin.all(text(request, "face_plugins").orElse("")),
        flag(request, "status", false),
        flag(request, "detect_faces", true));
  }

  boolean shows(Plugin plugin) {
    return plugins.contains(plugin);
  }

  /** For enrolment: a second face is looked for so that it can be refused. */
  Options forOne() {
    return new Options(2, minimum, predictions, Set.of(), status, detect);
  }

  /** What the pipeline is asked for. Faces that will not count must not displace those that do. */
  Task task(boolean embed) {
    int most = minimum.isPresent() ? Task.Detected.MOST : limit;
    return new Task(
        detect ? new Task.Detected(most, Task.Choice.LARGEST) : new Task.Aligned(), embed);
  }

  boolean counts(Face face) {
    return face.detected().isEmpty()
        || minimum.isEmpty()
        || face.detected().get().score() >= minimum.get();
  }

  private static int limit(int asked) {
    if (asked < 0) {
      throw Fault.VALIDATION_CONSTRAINT_VIOLATION.because("limit: expected 0 or more");
    }
    return asked == 0 ? Task.Detected.MOST : Math.min(asked, Task.Detected.MOST);
  }

  private static int predictions(int asked) {
    if (asked < 1 || asked > MOST_PREDICTIONS) {
      throw Fault.INCORRECT_PREDICTION_COUNT.because(
          "prediction_count: expected 1 to %d, found %d".formatted(MOST_PREDICTIONS, asked));
    }
    return asked;
  }

  static int number(HttpRequest<?> request, String name, int absent) {
    try {
      return text(request, name).map(Integer::parseInt).orElse(absent);
    } catch (NumberFormatException e) {
      throw Fault.INCORRECT_ARGUMENT.because(name + ": expected a whole number");
    }
  }

  private static Optional<Double> share(HttpRequest<?> request, String name) {
    try {
      Optional<Double> share = text(request, name).map(Double::valueOf);
      if (share.filter(value -> !(value >= 0 && value <= 1)).isPresent()) {
        throw Fault.VALIDATION_CONSTRAINT_VIOLATION.because(name + ": expected 0 to 1");
      }
      return share;
    } catch (NumberFormatException e) {
      throw Fault.INCORRECT_ARGUMENT.because(name + ": expected a number from 0 to 1");
    }
  }

  /** Python's True and False among them. */
  private static boolean flag(HttpRequest<?> request, String name, boolean absent) {
    return switch (text(request, name).orElse(String.valueOf(absent)).toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Fault.INCORRECT_ARGUMENT.because(name + ": expected true or false");
    };
  }

  /** Nothing between the signs is as good as no parameter. */
  private static Optional<String> text(HttpRequest<?> request, String name) {
    return Optional.ofNullable(request.getParameters().get(name)).filter(text -> !text.isBlank());
  }
}
