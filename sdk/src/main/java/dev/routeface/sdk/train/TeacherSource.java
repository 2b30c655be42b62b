package dev.routeface.sdk.train;

import ai.djl.ndarray.NDManager;
import dev.routeface.models.card.Card;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.card.TrainingData;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Shape;
import dev.routeface.models.torch.TorchEngine;
import dev.routeface.models.torch.TorchNetwork;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.EmbeddingCache;
import dev.routeface.sdk.embed.FacePixels;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where teachers come from: nowhere, a closed model, or the anchors of a route. */
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

  /** The terms that a teacher stands under, where its card says so. */
  Optional<ModelCard.Terms> terms() {
    return Optional.empty();
  }

  /** What a card says that a student is made from: data, teacher, and what that is made from. */
  final List<String> madeFrom(String data) {
    List<String> madeFrom = new ArrayList<>(List.of(data, description()));
    terms()
        .ifPresent(
            terms -> {
              madeFrom.add("The teacher's licence: " + terms.licence());
              terms.madeFrom().forEach(origin -> madeFrom.add("The teacher: " + origin));
            });
    return madeFrom;
  }

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
      return new Along(need, RouteFolder.open(named(path, "the teacher's route")), along.targets());
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

  /** The anchors of a route. */
  private static final class Along extends TeacherSource {
    private final Need need;
    private final RouteFolder folder;
    private final Card card;
    private final Route route;
    private final TeacherChoice.Targets targets;
    private final Map<Integer, UnitVectors> heldOut = new HashMap<>();
    private final NDManager scope = TorchEngine.newScope();

    Along(Need need, RouteFolder folder, TeacherChoice.Targets targets) {
      this.need = need;
      this.folder = folder;
      this.targets = targets;
      this.card = folder.card();
      this.route = folder.route();
      requireAnchors();
      if (targets == TeacherChoice.Targets.ONLINE) {
        requireOnline();
      }
      if (need.recipe().losses().stream().anyMatch(Kd.class::isInstance)) {
        requireCentres();
      }
    }

    @Override
    int dimension() {
      return card.embedding();
    }

    @Override
    Map<String, Shape> shapes() {
      return card.network().map(Network::shapes).orElse(Map.of());
    }

    @Override
    int lastEpoch() {
      return route.converged().epoch();
    }

    @Override
    Teacher at(int epoch) {
      Anchor anchor = route.at(epoch);
      var head = folder.head(anchor);
      if (targets == TeacherChoice.Targets.ONLINE) {
        List<String> taps =
            need.recipe().losses().stream()
                .filter(Hint.class::isInstance)
                .map(loss -> ((Hint) loss).teacher())
                .toList();
        Network network = card.network().orElseThrow();
        return new Teacher.Online(
            new TorchNetwork(scope, network, taps, folder.weights(anchor), false), taps, head);
      }
      try (Embedder embedder = folder.embedder(anchor)) {
        return new Teacher.Stored(need.train(embedder), head);
      }
    }

    /** Now rather than hours later, when the student comes to that anchor. */
    private void requireAnchors() {
      for (Anchor anchor : route.anchors()) {
        if (!Files.exists(folder.folder().resolve(anchor.file()))) {
          throw new BadDataException(
              folder.folder() + ": expected the anchor " + anchor.file() + ", found none");
        }
        if (folder.dimension(anchor) != card.embedding()) {
          throw new BadDataException(
              "%s: expected anchors of %d dimensions, found %d at epoch %d"
                  .formatted(
                      folder.folder(), card.embedding(), folder.dimension(anchor), anchor.epoch()));
        }
      }
    }

    /** Both see the same images, and the teacher's layers are there to be run. */
    private void requireOnline() {
      if (!card.preparation().equals(need.recipe().preparation())) {
        throw new BadDataException(
            folder.folder()
                + ": expected the student's preparation, since both see the same images, found "
                + card.preparation());
      }
      for (Anchor anchor : route.anchors()) {
        if (folder.closed(anchor)) {
          throw new BadDataException(
              "%s: expected anchors with layers, since targets are ONLINE, found a closed model at"
                      .formatted(folder.folder())
                  + " epoch %d; use targets CACHED".formatted(anchor.epoch()));
        }
      }
    }

    /** A class means the same to teacher and student only where both count the same list. */
    private void requireCentres() {
      for (Anchor anchor : route.anchors()) {
        if (folder.head(anchor).isEmpty()) {
          throw new BadDataException(
              "%s: expected a teacher with class centres, since a loss is Kd, found none at epoch %d"
                  .formatted(folder.folder(), anchor.epoch()));
        }
      }
      TrainingData data = ModelCard.read(folder.folder().resolve(Card.FILE)).provenance().data();
      if (!data.listSha256().equals(need.train().sha256())) {
        throw new BadDataException(
            "%s: expected a teacher of the same training data, since a loss is Kd, found one of %d other images"
                .formatted(folder.folder(), data.images()));
      }
    }

    @Override
    Optional<UnitVectors> heldOut(int epoch) {
      return Optional.of(heldOut.computeIfAbsent(epoch, this::embedHeldOut));
    }

    private UnitVectors embedHeldOut(int epoch) {
      try (Embedder embedder = folder.embedder(route.at(epoch))) {
        return need.heldOut(embedder);
      }
    }

    @Override
    String description() {
      return "Teacher: a route of %d anchors, the converged one with sha256 %s"
          .formatted(route.anchors().size(), route.converged().sha256());
    }

    @Override
    Optional<ModelCard.Terms> terms() {
      return Optional.of(folder.terms(route.converged()));
    }

    @Override
    public void close() {
      scope.close();
    }
  }
}
