package dev.routeface.server.api.kserve;

import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.api.Readiness;
import dev.routeface.server.api.Service;
import dev.routeface.server.api.Shapes;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.pipeline.FacePipeline;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.problem.Refuses;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Open;
import dev.routeface.server.security.Scope;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * KServe's open inference protocol, version 2, in JSON. The input is {@code images}: FP32 as the
 * network takes it, or UINT8, pixels in RGB that the model's preparation turns into that. The
 * output is {@code embeddings}, of unit length.
 */
@Controller("/v2")
@Tag(name = "kserve")
final class KServeController {
  static final String INPUT = "images";
  static final String OUTPUT = "embeddings";

  /** A model here has one version: another model has another id. */
  private static final String VERSION = "1";

  private final FacePipeline pipeline;
  private final ServedModel model;
  private final Readiness readiness;

  KServeController(FacePipeline pipeline, ServedModel model, Readiness readiness) {
    this.pipeline = pipeline;
    this.model = model;
    this.readiness = readiness;
  }

  /** The server. */
  @Serdeable.Serializable
  record ServerBody(String name, String version, List<String> extensions) {}

  /** One word. */
  @Serdeable.Serializable
  record Live(boolean live) {}

  /** One word. */
  @Serdeable.Serializable
  record Ready(boolean ready) {}

  /** A tensor's place; -1 is any number. */
  @Serdeable.Serializable
  record TensorBody(String name, String datatype, List<Integer> shape) {}

  /** The model. */
  @Serdeable.Serializable
  record ModelBody(
      String name,
      List<String> versions,
      String platform,
      List<TensorBody> inputs,
      List<TensorBody> outputs) {}

  /** A tensor with its numbers, row by row. */
  @Serdeable.Serializable
  record OutputBody(String name, String datatype, List<Integer> shape, float[] data) {}

  /** Embeddings. */
  @Serdeable.Serializable
  record InferAnswer(
      String model_name, String model_version, Optional<String> id, List<OutputBody> outputs) {}

  /** Describes the server. */
  @Get
  @Needs(Scope.EMBED)
  ServerBody server() {
    String version = KServeController.class.getPackage().getImplementationVersion();
    return new ServerBody("routeface", version == null ? "unknown" : version, List.of());
  }

  /** Whether the process answers. */
  @Get("/health/live")
  @Open
  Live live() {
    return new Live(true);
  }

  /** Whether the model has answered once; 503 if not. */
  @Get("/health/ready")
  @Open
  @Refuses(Code.NOT_READY)
  Ready ready() {
    if (!readiness.ready()) {
      throw Problem.later(Code.NOT_READY, "starting, or being stopped", Duration.ofSeconds(1));
    }
    return new Ready(true);
  }

  /** Describes the model; its input may also come as UINT8. */
  @Get(uris = {"/models/{name}", "/models/{name}/versions/{version}"})
  @Needs(Scope.EMBED)
  ModelBody describe(String name, @PathVariable Optional<String> version) {
    require(name, version);
    int size = pipeline.preparation().size();
    List<Integer> shape = List.of(-1, 3, size, size);
    return new ModelBody(
        name,
        List.of(VERSION),
        "routeface",
        List.of(new TensorBody(INPUT, "FP32", shape)),
        List.of(new TensorBody(OUTPUT, "FP32", List.of(-1, pipeline.dimension()))));
  }

  /** Whether the model may be sent work. */
  @Get(uris = {"/models/{name}/ready", "/models/{name}/versions/{version}/ready"})
  @Needs(Scope.EMBED)
  @Refuses(Code.NOT_READY)
  Ready modelReady(String name, @PathVariable Optional<String> version) {
    require(name, version);
    return ready();
  }

  /** Embeds aligned faces. */
  @Post(uris = {"/models/{name}/infer", "/models/{name}/versions/{version}/infer"})
  @Needs(Scope.EMBED)
  @ExecuteOn(Service.WORKERS)
  @RequestBody(content = @Content(schema = @Schema(implementation = Shapes.Infer.class)))
  @Refuses(Code.NO_EMBEDDING)
  CompletableFuture<InferAnswer> infer(
      String name, @PathVariable Optional<String> version, @Body JsonBody body) {
    require(name, version);
    InferRequest request = body.read(fields -> InferRequest.of(fields, pipeline.preparation()));
    int count = request.images().count();
    return pipeline
        .raw(request.images().values(), count)
        .thenApply(raw -> new InferAnswer(name, VERSION, request.id(), output(raw, count)));
  }

  private List<OutputBody> output(float[] raw, int count) {
    int dimension = pipeline.dimension();
    try {
      UnitVectors.normalise(dimension, raw);
    } catch (IllegalArgumentException e) {
      throw Problem.of(Code.NO_EMBEDDING, "the model gave no embedding: " + e.getMessage());
    }
    return List.of(new OutputBody(OUTPUT, "FP32", List.of(count, dimension), raw));
  }

  private void require(String name, Optional<String> version) {
    model.require(name);
    if (!version.orElse(VERSION).equals(VERSION)) {
      throw Problem.of(
          Code.NOT_FOUND, "expected version %s, found %s".formatted(VERSION, version.get()));
    }
  }
}
