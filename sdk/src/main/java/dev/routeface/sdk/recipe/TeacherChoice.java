package dev.routeface.sdk.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.route.RoutePlan;
import java.util.Optional;

/** Whom the network learns from. */
public sealed interface TeacherChoice {
  /** Nobody: identities alone. */
  record Nobody() implements TeacherChoice {}

  /**
   * A closed embedder, named on the command line: a model folder, or a bare ONNX or TorchScript
   * file.
   *
   * @param preparation of its images; empty where the teacher's card says it
   */
  record Closed(Optional<Preparation> preparation) implements TeacherChoice {}

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
      case "Closed" -> new Closed(preparation(fields));
      default ->
          new Along(
              fields.object("plan", RoutePlan::of),
              Targets.valueOf(fields.choice("targets", "CACHED", "ONLINE")));
    };
  }

  private static Optional<Preparation> preparation(Fields fields) {
    return fields.has("preparation")
        ? Optional.of(fields.object("preparation", Preparation::of))
        : Optional.empty();
  }

  default ObjectNode toJson() {
    ObjectNode json = Fields.object().put("kind", getClass().getSimpleName());
    if (this instanceof Closed closed) {
      closed.preparation().ifPresent(stated -> json.set("preparation", stated.toJson()));
    } else if (this instanceof Along along) {
      json.set("plan", along.plan().toJson());
      json.put("targets", along.targets().name());
    }
    return json;
  }
}
