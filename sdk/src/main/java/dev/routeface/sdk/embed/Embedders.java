package dev.routeface.sdk.embed;

import dev.routeface.models.card.ModelCard;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.torch.TorchEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens an embedder by what its path holds. */
public final class Embedders {
  private static final String CARD = "card.json";

  private Embedders() {}

  /**
   * Opens a run or a model folder (a {@code card.json} beside its weights), or an ONNX file.
   *
   * @param preparation file that says how images are prepared for an ONNX graph, which does not say
   *     so itself; not used for folders
   * @throws BadDataException if the path holds neither
   */
  public static Embedder open(Path path, Optional<Path> preparation) {
    if (Files.isRegularFile(path)) {
      return onnx(path, preparation);
    }
    if (!Files.isRegularFile(path.resolve(CARD))) {
      throw new BadDataException(
          path + ": expected a finished run (with a card.json) or an ONNX file, found neither");
    }
    ModelCard card = ModelCard.read(path.resolve(CARD));
    return new NetworkEmbedder(
        card.architecture().network(),
        card.preparation(),
        card.readWeights(path),
        card.weights().sha256());
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
