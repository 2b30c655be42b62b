package dev.routeface.server.api;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.math.Rows;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.model.OperatingPoint;
import dev.routeface.server.model.Policy;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.problem.Refuses;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;

/** Whether two faces are one person's. */
@Controller("/v1/compare")
@Needs(Scope.EMBED)
@ExecuteOn(Service.WORKERS)
@Tag(name = "faces")
final class CompareController {
  private final Pictures pictures;
  private final ServedModel model;

  CompareController(Pictures pictures, ServedModel model) {
    this.pictures = pictures;
    this.model = model;
  }

  /**
   * What is asked.
   *
   * @param source a picture or an embedding
   * @param target a picture or an embedding
   * @param policy {@code {"fmr": 1e-4}} or {@code {"threshold": 0.4}}; without one there is no
   *     verdict
   */
  record Request(FaceInput source, FaceInput target, Optional<Policy> policy, FaceOptions options) {
    static Request of(Fields fields) {
      Optional<Policy> policy = PolicyBody.asked(fields);
      if (policy.filter(Request::ofSearches).isPresent()) {
        throw fields.refuse("policy", "fmr or threshold", "fpir, which is for searches");
      }
      return new Request(
          fields.object("source", FaceInput::of),
          fields.object("target", FaceInput::of),
          policy,
          FaceOptions.of(fields, 1));
    }

    private static boolean ofSearches(Policy policy) {
      return policy instanceof Policy.AtRate at && at.task() == OperatingPoint.Task.IDENTIFICATION;
    }
  }

  /**
   * How alike two faces are.
   *
   * @param match whether the similarity reaches the threshold; absent without a policy
   * @param similarity raw cosine, -1 to 1 up to rounding
   */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  @Schema(name = "Comparison")
  record Answer(
      Optional<Boolean> match,
      double similarity,
      Optional<Double> threshold,
      Optional<PolicyBody> policy,
      String embeddingContractId,
      Optional<FaceBody> source,
      Optional<FaceBody> target) {}

  /** Compares two faces, each a picture or an embedding. */
  @Post(consumes = {MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
  @RequestBody(content = @Content(schema = @Schema(implementation = Shapes.Compare.class)))
  @Refuses({Code.CONTRACT_MISMATCH, Code.NO_OPERATING_POINT})
  Answer compare(@Body JsonBody body) {
    Request request = body.read(Request::of);
    Optional<Policy.Rule> rule = request.policy().map(policy -> policy.rule(model.calibration()));
    Pictures.Read source = pictures.read("source", request.source(), request.options());
    Pictures.Read target = pictures.read("target", request.target(), request.options());
    double similarity = similarity(source, target);
    return new Answer(
        rule.map(known -> known.accepts(similarity)),
        similarity,
        rule.map(Policy.Rule::threshold),
        rule.map(known -> PolicyBody.of(known, model)),
        source.contract(),
        source.face().map(FaceBody::of),
        target.face().map(FaceBody::of));
  }

  private static float similarity(Pictures.Read source, Pictures.Read target) {
    if (!source.contract().equals(target.contract())) {
      throw Problem.of(
          Code.CONTRACT_MISMATCH,
          "expected embeddings of one contract, found %s and %s"
              .formatted(source.contract(), target.contract()));
    }
    if (source.vector().dimension() != target.vector().dimension()) {
      throw Problem.of(
          Code.CONTRACT_MISMATCH,
          "expected embeddings of one size, found %d and %d numbers"
              .formatted(source.vector().dimension(), target.vector().dimension()));
    }
    return Rows.product(source.vector().row(0), target.vector().row(0));
  }
}
