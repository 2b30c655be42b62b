package dev.routeface.sdk.cli;

import dev.routeface.models.card.Label;
import dev.routeface.models.foreign.ForeignNames;
import dev.routeface.models.foreign.Translation;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.export.Original;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the arrays of a trained network. */
@Command(
    name = "safetensors",
    mixinStandardHelpOptions = true,
    description =
        "Writes the arrays as they were trained, nothing folded: the numbers of a PyTorch state dict.",
    footer = {
      "",
      "Examples:",
      "  routeface export safetensors --model runs/student --out student.safetensors",
      "  routeface export safetensors --model runs/teacher --names arcface_torch --out r50.safetensors",
    })
final class ExportSafetensorsCommand implements Runnable {
  @Mixin private ExportOptions options;

  @Option(
      names = "--names",
      paramLabel = "WHOSE",
      defaultValue = "routeface",
      description =
          "routeface, or arcface_torch for an IResNet in InsightFace's names. Default:"
              + " ${DEFAULT-VALUE}.")
  private ForeignNames names;

  @Override
  public void run() {
    Original original = options.original();
    String whose = names.name().toLowerCase(Locale.ROOT);
    Label label = ExportOptions.label(original, "safetensors, names of " + whose);
    Architecture architecture = label.architecture().orElseThrow();
    Weights theirs = Translation.into(names, architecture, original.weights());
    Safetensors.write(options.file(), new Weights(theirs.tensors(), label.texts()));
    options.say("arrays", "%d", theirs.tensors().size());
    options.requireSame(original);
  }
}
