package dev.routeface.server.api;

import dev.routeface.models.card.Card;
import dev.routeface.models.io.Fields;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is served: one model, with what its card says. */
@Controller("/v1/models")
@Needs({Scope.EMBED, Scope.SEARCH, Scope.ENROL, Scope.ADMIN})
@Tag(name = "models")
final class ModelsController {
  private final ServedModel model;

  ModelsController(ServedModel model) {
    this.model = model;
  }

  /** All models; one. */
  @Serdeable.Serializable
  record Models(String object, List<Model> data) {}

  /**
   * A model.
   *
   * @param object always "model"
   * @param embeddingContractId embeddings of one contract alone are comparable
   * @param sha256 of its weights or graph
   * @param dimension floats of an embedding
   * @param inputSize side of an aligned face in pixels
   * @param card all that its makers say, the route of its training included; absent for a bare file
   */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  record Model(
      String id,
      String object,
      String embeddingContractId,
      String sha256,
      int dimension,
      int inputSize,
      Optional<Map<String, Object>> card) {}

  /** Lists what is served. */
  @Get
  Models list() {
    return new Models("list", List.of(described()));
  }

  /** Describes one model. */
  @Get("/{id}")
  Model get(String id) {
    if (!id.equals(model.id())) {
      throw Problem.of(Code.NOT_FOUND, "expected the model %s, found %s".formatted(model.id(), id));
    }
    return described();
  }

  private Model described() {
    return new Model(
        model.id(),
        "model",
        model.contract().id(),
        model.embedder().sha256(),
        model.dimension(),
        model.preparation().size(),
        model.card().map(ModelsController::plain));
  }

  @SuppressWarnings("unchecked") // an object's keys are texts
  private static Map<String, Object> plain(Card card) {
    return Fields.MAPPER.convertValue(card.toJson(), Map.class);
  }
}
