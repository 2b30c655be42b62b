package dev.routeface.sdk.cli;

import dev.routeface.models.io.DurableFile;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Faces;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.Embeddings;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.math.UnitVectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Embeds a data set to a file. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description =
        "Embeds every face of a data set: DIR/embeddings.safetensors holds the tensor \"embeddings\""
            + " (N, D) of unit length, DIR/images.tsv one line per row: identity, tab, image.",
    footer = {
      "",
      "Examples:",
      "  routeface embed faces/ --model runs/student --out embedded",
      "  routeface embed faces.rec --model teacher.onnx --preparation teacher.json --out embedded",
    })
final class EmbedCommand implements Stoppable {
  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "FACES",
      description = "Aligned faces: a folder of identities, a list file, or a .rec file.")
  private Path faces;

  @Option(
      names = "--model",
      paramLabel = "RUN|FILE",
      required = true,
      description = "A finished run, or an ONNX file.")
  private Path model;

  @Option(
      names = "--preparation",
      paramLabel = "FILE",
      description =
          "Size, channel order, means and scales of an ONNX file, as JSON: "
              + OnnxPreparation.EXAMPLE)
  private Path preparation;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "New folder.")
  private Path out;

  @Override
  public void run() {
    OnnxPreparation.require(command, List.of(model), Optional.ofNullable(preparation));
    FreshFolder.require(out);
    FaceDataset dataset = Faces.open(faces);
    ConsoleProgress progress = new ConsoleProgress();
    try (Embedder embedder = Embedders.open(model, Optional.ofNullable(preparation))) {
      int size = embedder.preparation().size();
      FacePixels pixels = FacePixels.open(dataset, size, progress).requireAll();
      UnitVectors vectors = Embeddings.of(embedder, pixels, progress);
      write(dataset, vectors, embedder.sha256());
      command
          .commandLine()
          .getOut()
          .printf("%d embeddings of %d dimensions: %s%n", vectors.size(), vectors.dimension(), out);
    }
  }

  private void write(FaceDataset dataset, UnitVectors vectors, String sha256) {
    List<Integer> shape = List.of(vectors.size(), vectors.dimension());
    float[] values = new float[vectors.size() * vectors.dimension()];
    vectors.values().duplicate().rewind().get(values);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < dataset.size(); i++) {
      String identity = dataset.identities().get(dataset.identity(i));
      lines.append(identity).append('\t').append(dataset.name(i)).append('\n');
    }
    DurableFile.writeText(out.resolve("images.tsv"), lines.toString());
    Safetensors.write(
        out.resolve("embeddings.safetensors"),
        Weights.of(
            List.of(new Tensor("embeddings", shape, values)),
            Map.of("model", sha256, "data", dataset.sha256())));
  }

  @Override
  public String ifStopped() {
    return "Nothing is kept; the same command begins anew.";
  }
}
