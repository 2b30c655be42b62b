package dev.routeface.server.cli;

import dev.routeface.sdk.cli.Application;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.image.DetectorCard;
import dev.routeface.sdk.image.FaceDetector;
import dev.routeface.sdk.pull.Manifest;
import dev.routeface.sdk.pull.ModelStore;
import dev.routeface.server.api.Service;
import dev.routeface.server.compreface.Similarity;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.UnfinishedMigration;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.observe.Metrics;
import dev.routeface.server.pipeline.EmbeddingPipeline;
import dev.routeface.server.pipeline.EnrolmentRule;
import dev.routeface.server.pipeline.FacePipeline;
import dev.routeface.server.pipeline.PipelineSettings;
import dev.routeface.server.pipeline.PipelineSettings.Batching;
import dev.routeface.server.pipeline.QualityMeter;
import dev.routeface.server.security.KeyFile;
import dev.routeface.server.security.KeyPairFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Puts a service's parts together, as its settings say. */
final class Assembly {
  private Assembly() {}

  /**
   * Opens model, detector and gallery; what was opened before one fails is closed.
   *
   * @param model a run, a model folder or an ONNX file
   * @param environment may hold the gallery's master key
   */
  static Service.Parts of(ServiceConfig config, Path model, Map<String, String> environment) {
    requireDoor(config.door());
    // Runs side by side on a core each get more done than one at a time on all of them.
    Embedder embedder = Embedders.open(model, Optional.empty(), 1);
    try {
      PipelineSettings settings = settings(embedder);
      ServedModel served = served(config, model, embedder, settings);
      config.compreface().ifPresent(on -> Similarity.of(on, served));
      GalleryStore gallery = whole(GalleryPlace.of(config.store()), environment);
      Metrics metrics = new Metrics();
      FacePipeline pipeline =
          new EmbeddingPipeline(embedder, detector(config, settings), settings, metrics);
      EnrolmentRule rule =
          new EnrolmentRule(new QualityMeter(settings.norms()), config.models().qualityFloor());
      return new Service.Parts(
          config, new KeyFile(config.data()), served, pipeline, rule, gallery, metrics);
    } catch (RuntimeException e) {
      embedder.close();
      throw e;
    }
  }

  /** What the framework would find out late, with traces and without a file's name. */
  private static void requireDoor(ServiceConfig.Door door) {
    door.tls().ifPresent(KeyPairFiles::require);
    var unused = door.address();
  }

  private static PipelineSettings settings(Embedder embedder) {
    return PipelineSettings.of(Runtime.getRuntime().availableProcessors())
        .with(embedder.sideBySide() ? Batching.ONE_BY_ONE : Batching.TOGETHER);
  }

  private static GalleryStore whole(GalleryPlace place, Map<String, String> environment) {
    GalleryStore gallery = place.open(environment);
    try {
      refuseHalf(place, gallery);
      return gallery;
    } catch (RuntimeException e) {
      gallery.close();
      throw e;
    }
  }

  /** A log that cannot be read was told at the opening, and closes the gallery for changes. */
  private static void refuseHalf(GalleryPlace place, GalleryStore gallery) {
    try {
      UnfinishedMigration.refuse(place.toString(), gallery);
    } catch (GalleryException unreadable) {
      if (gallery.readOnly().isEmpty()) {
        throw unreadable;
      }
    }
  }

  private static ServedModel served(
      ServiceConfig config, Path model, Embedder embedder, PipelineSettings settings) {
    return ServedModel.read(
        model,
        facts(embedder, settings),
        config.models().certificate(),
        config.models().previous());
  }

  /** What a service says of an embedder. */
  static ServedModel.Facts facts(Embedder embedder, PipelineSettings settings) {
    return new ServedModel.Facts(
        embedder.sha256(), embedder.preparation(), settings.batching().flip());
  }

  /** The one that is stated, or one that was fetched. */
  private static Optional<FaceDetector> detector(ServiceConfig config, PipelineSettings settings) {
    return config
        .models()
        .detector()
        .or(() -> new ModelStore(Application.models()).detector(Manifest.shipped()))
        .map(path -> DetectorCard.open(path, settings.intake().workers()));
  }
}
