package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Cost;
import dev.routeface.sdk.cli.ConsoleProgress;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Faces;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.Embeddings;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Data sets and models as the sdk opens them: the one place where judging meets the engine. */
final class SdkInputs implements Inputs {
  private final Progress progress = new ConsoleProgress();

  @Override
  public FaceDataset faces(Path path) {
    return Faces.open(path);
  }

  @Override
  public LoadedModel model(Path path, Optional<Path> preparation) {
    return new Opened(Embedders.open(path, preparation), facts(path), progress);
  }

  private static ObjectNode facts(Path path) {
    ObjectNode facts = Fields.object();
    Path card = path.resolve("card.json");
    if (Files.exists(card)) {
      Cost cost = Cost.of(ModelCard.read(card).architecture().network());
      facts.put("parameters", cost.parameters()).put("MMACs", cost.macs() / 1e6);
    }
    return facts;
  }

  private record Opened(Embedder embedder, ObjectNode facts, Progress progress)
      implements LoadedModel {
    @Override
    public UnitVectors embed(FaceDataset faces) {
      FacePixels pixels =
          FacePixels.open(faces, embedder.preparation().size(), progress).requireAll();
      return Embeddings.of(embedder, pixels, progress);
    }

    @Override
    public void close() {
      embedder.close();
    }
  }
}
