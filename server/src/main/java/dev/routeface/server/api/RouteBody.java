package dev.routeface.server.api;

import dev.routeface.sdk.route.Anchor;
import dev.routeface.sdk.route.Route;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;

/**
 * The route that lies beside a model.
 *
 * @param anchors in the order of the training
 */
@Serdeable.Serializable
@Schema(name = "Route")
record RouteBody(List<AnchorBody> anchors) {
  /**
   * One checkpoint.
   *
   * @param sha256 of its weights
   * @param learningRate at the end of the epoch, where it is known
   * @param heldOutLoss on people whom training did not see, where it was measured
   */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  @Schema(name = "Anchor")
  record AnchorBody(
      int epoch, String sha256, Optional<Double> learningRate, Optional<Double> heldOutLoss) {
    static AnchorBody of(Anchor anchor) {
      return new AnchorBody(
          anchor.epoch(), anchor.sha256(), anchor.learningRate(), anchor.heldOutLoss());
    }
  }

  static RouteBody of(Route route) {
    return new RouteBody(route.anchors().stream().map(AnchorBody::of).toList());
  }
}
