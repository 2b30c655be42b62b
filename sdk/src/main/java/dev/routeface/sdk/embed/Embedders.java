package dev.routeface.sdk.embed;

import dev.routeface.models.card.Card;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.Network;
import dev.routeface.models.torch.TorchEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens an embedder by what its path holds. */
public final class Embedders {
  private Embedders() {}

  /**
   * Opens a run or a model folder (a {@code card.json} beside its weights or graph), or an ONNX
   * file.
   *
   * @param preparation file that says how images are prepared for an ONNX graph, which does not say
   *     so itself; not used for folders
   * @throws BadDataException if the path holds neither
   */
  public static Embedder open(Path path, Optional<Path> preparation) {
    if (Files.isRegularFile(path)) {
      return onnx(path, preparation);
    }
    if (!Files.isRegularFile(path.resolve(Card.FILE))) {
      throw new BadDataException(
          path + ": expected a finished run (with a card.json) or an ONNX file, found neither");
    }
    Card card = Card.read(path.resolve(Card.FILE));
    return card.network().isPresent()
        ? network(path, card, card.network().get())
        : graph(path.resolve(card.weights().file()), card);
  }

  private static Embedder network(Path folder, Card card, Network network) {
    return new NetworkEmbedder(
        network, card.preparation(), card.readWeights(folder), card.weights().sha256());
  }

  private static Embedder graph(Path file, Card card) {
    OnnxEmbedder embedder = new OnnxEmbedder(file, card.preparation(), TorchEngine.threads());
    if (!embedder.sha256().equals(card.weights().sha256())) {
      embedder.close();
      throw new BadDataException(
          "%s: expected the content with SHA-256 %s, found %s"
              .formatted(file, card.weights().sha256(), Sha256.ofFile(file)));
    }
    return embedder;
  }

  private static Embedder onnx(Path path, Optional<Path> preparation) {
    Path stated =
        preparation.orElseThrow(
            () ->
                new BadDataException(
                    path
                        + ": expected --preparation FILE with the ONNX file's image size, channel"
                        + " order, means and scales, found none"));
    return new OnnxEmbedder(path, Fields.open(stated).read(Preparation::of), TorchEngine.threads());
  }
}
