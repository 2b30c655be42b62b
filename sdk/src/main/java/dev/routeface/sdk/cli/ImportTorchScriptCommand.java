package dev.routeface.sdk.cli;

import dev.routeface.models.card.ModelCard;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.foreign.ScriptArchive;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.TorchScriptEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts a TorchScript archive into a model folder, with the card that it lacks. */
@Command(
    name = "torchscript",
    mixinStandardHelpOptions = true,
    description =
        "Looks into what torch.jit.save wrote of a network that takes aligned faces and gives"
            + " embeddings, and copies it into a model folder that knows its preparation.",
    footer = {
      "",
      "The archive is a program and will be run: bring in those of people you trust.",
      "",
      "Example:",
      "  routeface import torchscript scripted.pt --preparation arcface.json \\",
      "      --licence MIT --origin \"our own r50\" --out models/scripted",
    })
final class ImportTorchScriptCommand implements Runnable {
  private static final String SCRIPT = "model.pt";

  @Mixin private ImportOptions options;

  @Override
  public void run() {
    options.requireFresh();
    Path file = options.file();
    ScriptArchive archive = ScriptArchive.read(file);
    options.say("recognised", "TorchScript");
    options.say(
        "programs",
        "%d files with %,d bytes of code".formatted(archive.programs(), archive.bytes()));
    ImportOptions.Known known =
        options.preparation(
            Optional.empty(),
            Optional.empty(),
            preparation -> new TorchScriptEmbedder(file, preparation));
    int embedding = dimension(file, known.preparation());
    Path copy = FreshFolder.at(options.out()).resolve(SCRIPT);
    DurableFile.write(copy, to -> Files.copy(file, to));
    options.finish(
        new ImportOptions.Model(Optional.empty(), embedding, "TorchScript"),
        known,
        new ModelCard.WeightsFile(SCRIPT, Sha256.ofFile(copy)));
  }

  private static int dimension(Path file, Preparation preparation) {
    try (Embedder embedder = new TorchScriptEmbedder(file, preparation)) {
      return embedder.dimension();
    }
  }
}
