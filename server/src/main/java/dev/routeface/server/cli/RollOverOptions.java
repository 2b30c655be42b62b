package dev.routeface.server.cli;

import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.server.gallery.RollOver;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.pipeline.PipelineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A certificate by which a new model takes over what an older one enrolled; all three or none. */
final class RollOverOptions {
  @Option(
      names = "--certificate",
      required = true,
      paramLabel = "FILE",
      description = "certificate.json of both models.")
  private Path certificate;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "PATH",
      description = "The model that is to search: a run, a model folder or an ONNX file.")
  private Path model;

  @Option(
      names = "--previous",
      required = true,
      paramLabel = "DIR",
      description = "Run or folder of the model that enrolled.")
  private Path previous;

  /**
   * What the certificate allows, read as a service reads it.
   *
   * @throws dev.routeface.server.model.NotCertifiedException if it does not
   */
  RollOver read() {
    PipelineSettings settings = PipelineSettings.of(1);
    try (Embedder embedder = Embedders.open(model, Optional.empty())) {
      ServedModel served =
          ServedModel.read(
              model,
              Assembly.facts(embedder, settings),
              Optional.of(certificate),
              List.of(previous));
      return new RollOver(served.searchable().iterator().next(), served.contract().id());
    }
  }
}
