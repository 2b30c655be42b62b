package dev.routeface.eval.cli;

import dev.routeface.eval.protocol.LfwPairs;
import dev.routeface.sdk.data.FaceDataset;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges models on labelled pairs. */
@Command(
    name = "pairs",
    mixinStandardHelpOptions = true,
    description =
        "Judges models on labelled pairs in folds, as LFW's view 2 does: each fold with the threshold"
            + " that is best on the others.",
    footer = {
      "",
      "Example:",
      "  routeface evaluate pairs --model runs/student --data faces=lfw --pairs lfw/pairs.txt \\",
      "    --resamples 2000 --seed 1 --out report"
    })
final class PairsCommand implements Runnable {
  private static final String FACES = "faces";

  private final Inputs inputs;

  @Mixin private JudgingOptions options;

  @Option(
      names = "--pairs",
      paramLabel = "FILE",
      required = true,
      description = "A pair list in the format of LFW's pairs.txt.")
  private Path pairs;

  PairsCommand(Inputs inputs) {
    this.inputs = inputs;
  }

  @Override
  public void run() {
    Map<String, FaceDataset> faces = options.faces(inputs, Set.of(FACES));
    options.judge("Pair verification", LfwPairs.read(pairs, faces.get(FACES)), inputs, faces);
  }
}
