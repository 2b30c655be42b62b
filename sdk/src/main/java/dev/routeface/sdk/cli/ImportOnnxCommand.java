package dev.routeface.sdk.cli;

import dev.routeface.models.card.Label;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.foreign.FileKind;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.onnx.OnnxGraph;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.OnnxEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts an ONNX graph into a model folder, with the card that it lacks. */
@Command(
    name = "onnx",
    mixinStandardHelpOptions = true,
    description =
        "Looks into an ONNX graph that takes aligned faces and gives embeddings, and copies it into"
            + " a model folder that knows its preparation.",
    footer = {
      "",
      "Examples:",
      "  routeface import onnx w600k_r50.onnx --preparation arcface.json \\",
      "      --licence \"non-commercial research\" --origin \"InsightFace buffalo_l\" \\",
      "      --out models/w600k",
      "  routeface import onnx teacher.onnx --probe-preparation lfw/ \\",
      "      --licence unknown --origin \"a colleague\" --out models/teacher",
    })
final class ImportOnnxCommand implements Runnable {
  private static final String GRAPH = "model.onnx";

  @Mixin private ImportOptions options;

  @Override
  public void run() {
    options.requireFresh();
    Path file = options.file();
    requireOnnx(file);
    OnnxGraph graph = OnnxGraph.read(file).requireEmbedder(file);
    say(graph);
    long side = graph.inputs().get(0).shape().get(2);
    ImportOptions.Known known =
        options.preparation(
            side < 0 ? Optional.empty() : Optional.of((int) side),
            inFile(file, graph),
            preparation -> open(file, preparation));
    int embedding = dimension(file, known.preparation());
    Path copy = FreshFolder.at(options.out()).resolve(GRAPH);
    DurableFile.write(copy, to -> Files.copy(file, to));
    options.finish(
        new ImportOptions.Model(Optional.empty(), embedding, form(graph)),
        known,
        new ModelCard.WeightsFile(GRAPH, Sha256.ofFile(copy)));
  }

  private static void requireOnnx(Path file) {
    FileKind kind = FileKind.of(file);
    if (kind != FileKind.ONNX) {
      throw new BadDataException(
          "%s: expected an ONNX graph, found %s%s".formatted(file, kind.words(), kind.remedy()));
    }
  }

  private static Optional<ImportOptions.Known> inFile(Path file, OnnxGraph graph) {
    return Label.preparation(file.toString(), graph.metadata())
        .map(preparation -> new ImportOptions.Known(preparation, "in the file's metadata"));
  }

  private static Embedder open(Path file, Preparation preparation) {
    return new OnnxEmbedder(file, preparation, Application.threads());
  }

  /** Asked of the engine, since not every graph says it. */
  private static int dimension(Path file, Preparation preparation) {
    try (Embedder embedder = open(file, preparation)) {
      return embedder.dimension();
    }
  }

  private static String form(OnnxGraph graph) {
    return graph.producer().isEmpty() ? "ONNX" : "ONNX by " + graph.producer();
  }

  private void say(OnnxGraph graph) {
    String operators =
        graph.operators().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    options.say("recognised", form(graph));
    options.say("input", graph.inputs().get(0).toString());
    options.say("output", graph.outputs().get(0).toString());
    options.say("operators", operators);
    options.say("tensors", "%d with %,d parameters".formatted(graph.tensors(), graph.parameters()));
  }
}
