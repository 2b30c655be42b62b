package dev.routeface.server.compreface;

import dev.routeface.server.api.Service;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.model.ServedModel;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;

/** The similarity of the model that is served, known before the first request. */
@Factory
@Requires(property = Service.COMPREFACE)
final class Calibrated {
  @Context
  Similarity similarity(ServiceConfig config, ServedModel model) {
    return Similarity.of(config.compreface().orElseThrow(), model);
  }
}
