package dev.routeface.server.cli;

import dev.routeface.models.card.ModelCard;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.card.Preparation.ChannelOrder;
import dev.routeface.models.card.Provenance;
import dev.routeface.models.card.TrainingData;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.SlimResNet;
import dev.routeface.models.weights.InitialWeights;
import dev.routeface.models.weights.Safetensors;
import java.nio.file.Path;
import java.util.List;

/**
 * A model with weights of chance.
 *
 * @param sha256 of its weights
 */
record TinyModel(Path folder, Preparation preparation, String sha256) {
  private static final String WEIGHTS = "model.safetensors";

  /** Writes one, whose id is the folder's name. */
  static TinyModel in(Path folder, long seed) {
    SlimResNet small =
        new SlimResNet(16, 4, List.of(new SlimResNet.Stage(4, 1, 2)), SlimResNet.Head.DEPTHWISE, 8);
    Safetensors.write(folder.resolve(WEIGHTS), InitialWeights.of(small.network(), seed));
    Preparation preparation =
        new Preparation(16, ChannelOrder.RGB, new double[3], new double[] {1, 1, 1});
    String sha256 = Sha256.ofFile(folder.resolve(WEIGHTS));
    new ModelCard(
            folder.getFileName().toString(),
            small,
            preparation,
            new ModelCard.WeightsFile(WEIGHTS, sha256),
            new Provenance(
                "routeface distill",
                "0".repeat(64),
                "unknown",
                1,
                TrainingData.of("0".repeat(64), List.of("a"), 1),
                new Provenance.Platform("17", "Linux", "PyTorch", "cpu")),
            new ModelCard.Terms("Apache-2.0", List.of()),
            List.of())
        .write(folder.resolve("card.json"));
    return new TinyModel(folder, preparation, sha256);
  }
}
