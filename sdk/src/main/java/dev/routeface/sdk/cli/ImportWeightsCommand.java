package dev.routeface.sdk.cli;

import dev.routeface.models.card.ModelCard;
import dev.routeface.models.foreign.Checkpoint;
import dev.routeface.models.foreign.Translation;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.Cost;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.sdk.embed.NetworkEmbedder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Maps another program's weights onto an architecture of ours. */
@Command(
    name = "weights",
    mixinStandardHelpOptions = true,
    description =
        "Maps a PyTorch state dict (.pth, .pt, with or without zip) or a safetensors file with the"
            + " names of InsightFace's arcface_torch or of usual MobileFaceNet ports onto our"
            + " architectures, as a model folder. The names are recognised.",
    footer = {
      "",
      "Examples:",
      "  routeface import weights backbone.pth --preparation arcface.json \\",
      "      --licence \"non-commercial research\" --origin \"arcface_torch r50 on MS1MV3\" \\",
      "      --out models/r50",
      "  routeface import weights net.pt --probe-preparation lfw/ \\",
      "      --licence Apache-2.0 --origin \"somebody's MobileFaceNet\" --out models/net",
    })
final class ImportWeightsCommand implements Runnable {
  private static final String WEIGHTS = "model.safetensors";

  @Mixin private ImportOptions options;

  @Option(
      names = "--architecture",
      paramLabel = "JSON|FILE",
      description = "What it is, as in a recipe, where names and shapes do not tell.")
  private Optional<String> architecture = Optional.empty();

  @Override
  public void run() {
    options.requireFresh();
    Path file = options.file();
    Checkpoint checkpoint = Checkpoint.read(file);
    Translation model =
        Translation.of(checkpoint, architecture.map(ImportWeightsCommand::stated), file.toString());
    say(checkpoint, model);
    ImportOptions.Known known =
        options.preparation(
            Optional.of(model.architecture().inputSize()),
            Optional.empty(),
            preparation ->
                new NetworkEmbedder(
                    model.architecture().network(), preparation, model.weights(), ""));
    Path weights = FreshFolder.at(options.out()).resolve(WEIGHTS);
    Safetensors.write(weights, model.weights());
    options.finish(
        new ImportOptions.Model(
            Optional.of(model.architecture()),
            model.architecture().embedding(),
            checkpoint.form() + " with the names of " + model.from()),
        known,
        new ModelCard.WeightsFile(WEIGHTS, Sha256.ofFile(weights)));
  }

  /** An architecture as the command line states it: JSON, or a file that holds it. */
  static Architecture stated(String text) {
    Fields fields =
        text.stripLeading().startsWith("{")
            ? Fields.parse("--architecture", text)
            : Fields.open(Path.of(text));
    return fields.read(Architecture::of);
  }

  private void say(Checkpoint checkpoint, Translation model) {
    Cost cost = Cost.of(model.architecture().network());
    options.say("recognised", checkpoint.form());
    options.say("names", model.from());
    checkpoint.remarks().forEach(remark -> options.say("", remark));
    options.say("architecture", model.architecture().toJson().toString());
    options.say(
        "tensors",
        "%d with %,d parameters, %.1f MMACs"
            .formatted(model.weights().tensors().size(), cost.parameters(), cost.macs() / 1e6));
  }
}
