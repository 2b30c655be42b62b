package dev.routeface.server.api;

import dev.routeface.models.card.Card;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.pull.ModelStore;
import dev.routeface.server.model.Calibration;
import dev.routeface.server.model.OperatingPoint;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.pipeline.FacePipeline;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is served: one model, with what its card says. */
@Controller("/v1/models")
@Needs({Scope.EMBED, Scope.SEARCH, Scope.ENROL, Scope.ADMIN})
@Tag(name = "models")
final class ModelsController {
  private final ServedModel model;
  private final FacePipeline pipeline;

  ModelsController(ServedModel model, FacePipeline pipeline) {
    this.model = model;
    this.pipeline = pipeline;
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
   * @param detector what finds faces; absent if aligned crops alone are served
   * @param detectorInstall command that installs a detector; absent if there is one
   * @param operatingPoints thresholds of its certificate with both errors; empty without one
   * @param calibration which certificate
   * @param route anchors of its training, if they lie beside it
   * @param card all that its makers say; absent for a bare file
   */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  record Model(
      String id,
      String object,
      String embeddingContractId,
      String sha256,
      int dimension,
      int inputSize,
      Optional<String> detector,
      Optional<String> detectorInstall,
      List<PointBody> operatingPoints,
      Optional<String> calibration,
      Optional<RouteBody> route,
      Optional<Map<String, Object>> card) {}

  /**
   * A threshold of the model's certificate.
   *
   * @param task verification or identification
   * @param rate FMR or FPIR that was asked for
   * @param falseAlarm FMR or FPIR there
   * @param miss FNMR or FNIR there
   */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  @Schema(name = "OperatingPoint")
  record PointBody(
      String task,
      double rate,
      double threshold,
      PolicyBody.Share falseAlarm,
      PolicyBody.Share miss) {
    static PointBody of(OperatingPoint point) {
      return new PointBody(
          point.task().name().toLowerCase(Locale.ROOT),
          point.rate(),
          point.threshold(),
          PolicyBody.Share.of(point.falseAlarm()),
          PolicyBody.Share.of(point.miss()));
    }
  }

  /** Lists what is served. */
  @Get
  Models list() {
    return new Models("list", List.of(described()));
  }

  /** Describes one model. */
  @Get("/{id}")
  Model get(String id) {
    model.require(id);
    return described();
  }

  private Model described() {
    return new Model(
        model.id(),
        "model",
        model.contract().id(),
        pipeline.sha256(),
        pipeline.dimension(),
        pipeline.preparation().size(),
        pipeline.detector(),
        pipeline.detector().isPresent()
            ? Optional.empty()
            : Optional.of(ModelStore.DETECTOR_COMMAND),
        model.calibration().map(Calibration::points).orElse(List.of()).stream()
            .map(PointBody::of)
            .toList(),
        model.calibration().map(Calibration::id),
        model.route().map(RouteBody::of),
        model.card().map(ModelsController::plain));
  }

  @SuppressWarnings("unchecked") // an object's keys are texts
  private static Map<String, Object> plain(Card card) {
    return Fields.MAPPER.convertValue(card.toJson(), Map.class);
  }
}
