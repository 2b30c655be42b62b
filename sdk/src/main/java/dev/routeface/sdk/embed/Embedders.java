package dev.routeface.sdk.embed;

import dev.routeface.models.card.Card;
import dev.routeface.models.card.Ensemble;
import dev.routeface.models.card.ModelFolder;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.foreign.FileKind;
import dev.routeface.models.foreign.Translation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.Network;
import dev.routeface.models.torch.TorchEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens an embedder by what its path holds: four kinds, one interface. */
public final class Embedders {
  private Embedders() {}

  /**
   * Opens a run or a model folder (a {@code card.json} beside its weights, graph, program or
   * members), or an ONNX or TorchScript file.
   *
   * @param preparation file that says how images are prepared for a file that does not say so
   *     itself; not used for folders
   * @throws BadDataException if the path holds neither
   */
  public static Embedder open(Path path, Optional<Path> preparation) {
    return open(path, preparation, TorchEngine.threads());
  }

  /**
   * The same.
   *
   * @param threads of one inference of an ONNX graph
   */
  public static Embedder open(Path path, Optional<Path> preparation, int threads) {
    if (!Files.isRegularFile(path)) {
      return folder(path, threads);
    }
    Exported file = Exported.read(path);
    return preparation
        .map(stated -> Fields.open(stated).read(Preparation::of))
        .or(file::preparation)
        .map(known -> file(file, known, threads))
        .orElseThrow(
            () ->
                new BadDataException(
                    path
                        + ": expected --preparation FILE with the ONNX file's image size, channel"
                        + " order, means and scales, found none"));
  }

  /**
   * Opens a teacher as a recipe states it.
   *
   * @param stated the recipe's word on how images are prepared; needed for a bare file, and where
   *     there is a card it must say the same
   * @throws BadDataException if nobody says it, or two say different things
   */
  public static Embedder teacher(Path path, Optional<Preparation> stated) {
    if (Files.isRegularFile(path)) {
      Exported file = Exported.read(path);
      Preparation known = stated.or(file::preparation).orElseThrow(() -> unprepared(path));
      return file(file, known, TorchEngine.threads());
    }
    Embedder embedder = folder(path, TorchEngine.threads());
    if (stated.isPresent() && !stated.get().equals(embedder.preparation())) {
      embedder.close();
      throw new BadDataException(
          "%s: expected the recipe's preparation %s, found the card's %s"
              .formatted(path, stated.get(), embedder.preparation()));
    }
    return embedder;
  }

  private static BadDataException unprepared(Path path) {
    return new BadDataException(
        path
            + ": expected a model folder, whose card says how images are prepared, or a preparation"
            + " in the recipe, found a file and none");
  }

  /** Opens a file that is a model by itself: a TorchScript archive, or else an ONNX graph. */
  public static Embedder file(Path file, Preparation preparation) {
    return file(file, preparation, TorchEngine.threads());
  }

  private static Embedder file(Path file, Preparation preparation, int threads) {
    return FileKind.of(file) == FileKind.ZIP
        ? new TorchScriptEmbedder(file, preparation)
        : new OnnxEmbedder(file, preparation, threads);
  }

  private static Embedder file(Exported exported, Preparation preparation, int threads) {
    Optional<Translation> weights = exported.weights();
    if (weights.isEmpty()) {
      return file(exported.file(), preparation, threads);
    }
    Network network = weights.get().architecture().network();
    String sha256 = Sha256.ofFile(exported.file());
    return new NetworkEmbedder(network, preparation, weights.get().weights(), sha256);
  }

  private static Embedder folder(Path path, int threads) {
    ModelFolder model = new ModelFolder(path);
    if (!Files.isRegularFile(model.cardFile())) {
      throw new BadDataException(
          path + ": expected a finished run (with a card.json) or an ONNX file, found neither");
    }
    Card card = model.card();
    if (card.network().isPresent()) {
      return new NetworkEmbedder(
          card.network().get(),
          card.preparation(),
          card.readWeights(path),
          card.weights().sha256());
    }
    Path file = model.checkedFile();
    return model.ensemble()
        ? ensemble(file, card, threads)
        : file(file, card.preparation(), threads);
  }

  private static Embedder ensemble(Path list, Card card, int threads) {
    List<Supplier<Embedder>> members = new ArrayList<>();
    for (Ensemble.Member member : Ensemble.read(list).members()) {
      members.add(() -> folder(member.in(list.getParent()), threads));
    }
    Embedder ensemble = together(members, card.weights().sha256());
    if (!ensemble.preparation().equals(card.preparation())) {
      ensemble.close();
      throw new BadDataException(
          "%s: expected members that take images as the card says, %s, found %s"
              .formatted(list.getParent(), card.preparation(), ensemble.preparation()));
    }
    return ensemble;
  }

  /** Opens model folders as one embedder; what was opened before one fails is closed. */
  public static Embedder together(List<Supplier<Embedder>> models, String sha256) {
    List<Embedder> open = new ArrayList<>();
    try {
      models.forEach(model -> open.add(model.get()));
      return new EnsembleEmbedder(open, sha256);
    } catch (RuntimeException e) {
      open.forEach(Embedder::close);
      throw e;
    }
  }
}
