package dev.routeface.sdk.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.route.RoutePlan;

/** Whom the network learns from. */
public sealed interface TeacherChoice {
  /** Nobody: identities alone. */
  record Nobody() implements TeacherChoice {}

  /**
   * A closed embedder in an ONNX file, named on the command line. Its preparation is stated here
   * because the file does not say.
   */
  record Closed(Preparation preparation) implements TeacherChoice {}

  /**
   * The anchors of a run, named on the command line.
   *
   * @param plan which anchors, in which order
   * @param targets where the teacher's embeddings come from
   */
  record Along(RoutePlan plan, Targets targets) implements TeacherChoice {}

  /** Where the teacher's embeddings come from. */
  enum Targets {
    /** Computed once per anchor for each image and its mirror image, then read from a file. */
    CACHED,
    /** Computed at every step: needed where the teacher's feature maps are. */
    ONLINE
  }

  static TeacherChoice of(Fields fields) {
    return switch (fields.choice("kind", "Nobody", "Closed", "Along")) {
      case "Nobody" -> new Nobody();
      case "Closed" -> new Closed(fields.object("preparation", Preparation::of));
      default ->
          new Along(
              fields.object("plan", RoutePlan::of),
              Targets.valueOf(fields.choice("targets", "CACHED", "ONLINE")));
    };
  }

  default ObjectNode toJson() {
    ObjectNode json = Fields.object().put("kind", getClass().getSimpleName());
    if (this instanceof Closed closed) {
      json.set("preparation", closed.preparation().toJson());
    } else if (this instanceof Along along) {
      json.set("plan", along.plan().toJson());
      json.put("targets", along.targets().name());
    }
    return json;
  }
}
