package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.card.Card;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Cost;
import dev.routeface.sdk.cli.ConsoleProgress;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Faces;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.Embeddings;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.RawEmbeddings;
import dev.routeface.sdk.math.UnitVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/** Data sets and models as the sdk opens them: the one place where judging meets the engine. */
final class SdkInputs implements Inputs {
  private final Progress progress = new ConsoleProgress();

  @Override
  public FaceDataset faces(Path path) {
    return Faces.open(path);
  }

  @Override
  public LoadedModel model(Path path, Optional<Path> preparation, Flip flip) {
    return new Opened(Embedders.open(path, preparation), flip, facts(path), progress);
  }

  @Override
  public Progress progress() {
    return progress;
  }

  private static ObjectNode facts(Path path) {
    ObjectNode facts = Fields.object();
    Path card = path.resolve("card.json");
    if (Files.exists(card)) {
      Card.read(card).network().map(Cost::of).ifPresent(cost -> put(facts, cost));
    }
    return facts;
  }

  private static void put(ObjectNode facts, Cost cost) {
    facts.put("parameters", cost.parameters()).put("MMACs", cost.macs() / 1e6);
  }

  private record Opened(Embedder embedder, Flip flip, ObjectNode facts, Progress progress)
      implements LoadedModel {
    /** An image or an embedding that fails ends a judgement that would count everything. */
    @Override
    public UnitVectors embed(FaceDataset faces) {
      FacePixels pixels =
          FacePixels.open(faces, embedder.preparation().size(), progress).requireAll();
      RawEmbeddings raw = Embeddings.raw(embedder, pixels, flip, progress);
      if (raw.failures() > 0) {
        throw new BadDataException(
            "expected an embedding of every image to judge on, found %d without; the first: %s"
                .formatted(raw.failures(), firstFailed(faces, raw)));
      }
      return raw.unit(raw.embedded());
    }

    private static String firstFailed(FaceDataset faces, RawEmbeddings raw) {
      return faces.name(IntStream.range(0, raw.size()).filter(raw::failed).findFirst().getAsInt());
    }

    @Override
    public String sha256() {
      return embedder.sha256();
    }

    @Override
    public RawEmbeddings raw(FaceDataset faces) {
      FacePixels pixels = FacePixels.openReadable(faces, embedder.preparation().size(), progress);
      return Embeddings.raw(embedder, pixels, flip, progress);
    }

    @Override
    public void close() {
      embedder.close();
    }
  }
}
