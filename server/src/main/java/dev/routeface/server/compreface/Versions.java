package dev.routeface.server.compreface;

import dev.routeface.server.api.Service;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.pipeline.FacePipeline;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The models behind the answers, under CompreFace's names for what they do. */
@Singleton
@Requires(property = Service.COMPREFACE)
final class Versions {
  private final Map<String, String> versions = new TreeMap<>();

  Versions(ServedModel model, FacePipeline pipeline) {
    versions.put("calculator", model.id());
    pipeline.detector().ifPresent(name -> versions.put("detector", name));
    pipeline.detector().ifPresent(name -> versions.put("landmarks", name));
  }

  /** If they are asked for. */
  Optional<Map<String, String>> shown(Options options) {
    return options.status() ? Optional.of(versions) : Optional.empty();
  }
}
