package dev.routeface.sdk.cli;

import dev.routeface.models.onnx.Folded;
import dev.routeface.models.torch.ScriptFile;
import dev.routeface.sdk.export.Original;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes a trained network as a TorchScript program. */
@Command(
    name = "torchscript",
    mixinStandardHelpOptions = true,
    description =
        "Writes a TorchScript archive for torch.jit.load and DJL: prepared images (N, 3, S, S) in,"
            + " embeddings of unit length out, normalisations folded.",
    footer = {
      "",
      "Its extra files have the names of ONNX metadata, routeface.preparation first.",
      "",
      "Example:",
      "  routeface export torchscript --model runs/student --out student.pt",
    })
final class ExportTorchScriptCommand implements Runnable {
  @Mixin private ExportOptions options;

  @Override
  public void run() {
    Original original = options.original();
    Folded folded = Folded.of(original.network(), original.weights());
    ScriptFile.write(
        options.file(),
        folded.network(),
        folded.weights(),
        ExportOptions.label(original, "TorchScript").texts());
    options.requireSame(original);
  }
}
