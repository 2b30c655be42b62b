package dev.routeface.sdk.train;

import ai.djl.ndarray.NDManager;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.card.TrainingData;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.net.Shape;
import dev.routeface.models.torch.TorchEngine;
import dev.routeface.models.torch.TorchNetwork;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.EmbeddingCache;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.embed.NetworkEmbedder;
import dev.routeface.sdk.loss.Hint;
import dev.routeface.sdk.loss.Kd;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.sdk.recipe.Recipe;
import dev.routeface.sdk.recipe.TeacherChoice;
import dev.routeface.sdk.route.Anchor;
import dev.routeface.sdk.route.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where teachers come from: nowhere, a closed file, or the anchors of a run. */
abstract sealed class TeacherSource implements AutoCloseable {
  /** Size of its embedding; 0 without a teacher. */
  abstract int dimension();

  /** Shapes of its layers by name, where they are known. */
  abstract Map<String, Shape> shapes();

  /** Epoch of the converged teacher; 0 where there is no route. */
  abstract int lastEpoch();

  /** The teacher as of one epoch, ready to answer for training images. */
  abstract Teacher at(int epoch);

  /** Its embeddings of the held-out images, as of one epoch; empty without a teacher. */
  abstract Optional<UnitVectors> heldOut(int epoch);

  /** One sentence for the card, without a full stop. */
  abstract String description();

  @Override
  public void close() {}

  /** What a source needs to know of the training it serves. */
  record Need(
      Recipe recipe,
      FaceDataset train,
      FaceDataset heldOut,
      FacePixels trainPixels,
      FacePixels heldOutPixels,
      EmbeddingCache cache,
      Progress progress) {
    /** The same images at another size where the teacher wants one. */
    private FacePixels train(int size) {
      return size == trainPixels.side() ? trainPixels : FacePixels.open(train, size, progress);
    }

    private FacePixels heldOut(int size) {
      return size == heldOutPixels.side()
          ? heldOutPixels
          : FacePixels.open(heldOut, size, progress);
    }

    /** Held-out embeddings without the mirror images. */
    private UnitVectors heldOut(Embedder embedder) {
      FacePixels faces = heldOut(embedder.preparation().size());
      UnitVectors both = cache.withMirrors(embedder, faces, progress);
      return both.select(IntStream.range(0, faces.size()).map(i -> 2 * i).toArray());
    }

    private UnitVectors train(Embedder embedder) {
      return cache.withMirrors(embedder, train(embedder.preparation().size()), progress);
    }
  }

  /**
   * The source that a recipe asks for.
   *
   * @param path the ONNX file or the run, as named on the command line
   */
  static TeacherSource of(Need need, Optional<Path> path) {
    TeacherChoice choice = need.recipe().teacher();
    if (choice instanceof TeacherChoice.Closed closed) {
      return new Closed(need, named(path, "the teacher"), closed.preparation());
    } else if (choice instanceof TeacherChoice.Along along) {
      return new Along(need, Run.existing(named(path, "the teacher's run")), along.targets());
    }
    return new Nobody();
  }

  private static Path named(Optional<Path> path, String what) {
    return path.orElseThrow(
        () -> new BadDataException("expected " + what + " on the command line, found none"));
  }

  /** Identities alone. */
  private static final class Nobody extends TeacherSource {
    @Override
    int dimension() {
      return 0;
    }

    @Override
    Map<String, Shape> shapes() {
      return Map.of();
    }

    @Override
    int lastEpoch() {
      return 0;
    }

    @Override
    Teacher at(int epoch) {
      return new Teacher.None();
    }

    @Override
    Optional<UnitVectors> heldOut(int epoch) {
      return Optional.empty();
    }

    @Override
    String description() {
      return "No teacher";
    }
  }

  /** A closed embedder: it answers from embeddings computed once, and closes. */
  private static final class Closed extends TeacherSource {
    private final UnitVectors train;
    private final UnitVectors heldOut;
    private final String sha256;

    Closed(Need need, Path path, Optional<Preparation> stated) {
      try (Embedder embedder = Embedders.teacher(path, stated)) {
        train = need.train(embedder);
        heldOut = need.heldOut(embedder);
        sha256 = embedder.sha256();
      }
    }

    @Override
    int dimension() {
      return train.dimension();
    }

    @Override
    Map<String, Shape> shapes() {
      return Map.of();
    }

    @Override
    int lastEpoch() {
      return 0;
    }

    @Override
    Teacher at(int epoch) {
      return new Teacher.Stored(train, Optional.empty());
    }

    @Override
    Optional<UnitVectors> heldOut(int epoch) {
      return Optional.of(heldOut);
    }

    @Override
    String description() {
      return "Teacher: a closed embedder, sha256 " + sha256;
    }
  }

  /** The anchors of a run. */
  private static final class Along extends TeacherSource {
    private final Need need;
    private final Run run;
    private final Route route;
    private final TeacherChoice.Targets targets;
    private final Preparation preparation;
    private final Map<Integer, UnitVectors> heldOut = new HashMap<>();
    private final NDManager scope = TorchEngine.newScope();

    Along(Need need, Run run, TeacherChoice.Targets targets) {
      this.need = need;
      this.run = run;
      this.targets = targets;
      this.preparation = run.recipe().preparation();
      this.route =
          run.route()
              .orElseThrow(
                  () ->
                      new BadDataException(
                          run.folder() + ": expected a run with a route, found no route.json"));
      if (!run.done()) {
        throw new BadDataException(
            run.folder() + ": expected a finished teacher, found one still in training");
      }
      if (targets == TeacherChoice.Targets.ONLINE
          && !preparation.equals(need.recipe().preparation())) {
        throw new BadDataException(
            run.folder()
                + ": expected the student's preparation, since both see the same images, found "
                + preparation);
      }
      requireAnchors();
      if (need.recipe().losses().stream().anyMatch(Kd.class::isInstance)) {
        requireCentres();
      }
    }

    @Override
    int dimension() {
      return run.recipe().architecture().embedding();
    }

    @Override
    Map<String, Shape> shapes() {
      return run.recipe().architecture().network().shapes();
    }

    @Override
    int lastEpoch() {
      return route.converged().epoch();
    }

    @Override
    Teacher at(int epoch) {
      Anchor anchor = route.at(epoch);
      var head = run.head(anchor);
      if (targets == TeacherChoice.Targets.ONLINE) {
        List<String> taps =
            need.recipe().losses().stream()
                .filter(Hint.class::isInstance)
                .map(loss -> ((Hint) loss).teacher())
                .toList();
        var network = run.recipe().architecture().network();
        return new Teacher.Online(
            new TorchNetwork(scope, network, taps, run.anchor(anchor), false), taps, head);
      }
      try (Embedder embedder = embedder(anchor)) {
        return new Teacher.Stored(need.train(embedder), head);
      }
    }

    /** Now rather than hours later, when the student comes to that anchor. */
    private void requireAnchors() {
      for (Anchor anchor : route.anchors()) {
        if (!Files.exists(run.folder().resolve(anchor.file()))) {
          throw new BadDataException(
              run.folder() + ": expected the anchor " + anchor.file() + ", found none");
        }
      }
    }

    /** A class means the same to teacher and student only where both count the same list. */
    private void requireCentres() {
      for (Anchor anchor : route.anchors()) {
        if (run.head(anchor).isEmpty()) {
          throw new BadDataException(
              "%s: expected a teacher with class centres, since a loss is Kd, found none at epoch %d"
                  .formatted(run.folder(), anchor.epoch()));
        }
      }
      TrainingData data = run.card().provenance().data();
      if (!data.listSha256().equals(need.train().sha256())) {
        throw new BadDataException(
            "%s: expected a teacher of the same training data, since a loss is Kd, found one of %d other images"
                .formatted(run.folder(), data.images()));
      }
    }

    @Override
    Optional<UnitVectors> heldOut(int epoch) {
      return Optional.of(heldOut.computeIfAbsent(epoch, this::embedHeldOut));
    }

    private UnitVectors embedHeldOut(int epoch) {
      try (Embedder embedder = embedder(route.at(epoch))) {
        return need.heldOut(embedder);
      }
    }

    private Embedder embedder(Anchor anchor) {
      return new NetworkEmbedder(
          run.recipe().architecture().network(), preparation, run.anchor(anchor), anchor.sha256());
    }

    @Override
    String description() {
      return "Teacher: a route of %d anchors, the converged one with sha256 %s"
          .formatted(route.anchors().size(), route.converged().sha256());
    }

    @Override
    public void close() {
      scope.close();
    }
  }
}
