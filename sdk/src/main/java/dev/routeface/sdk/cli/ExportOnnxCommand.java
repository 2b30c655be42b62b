package dev.routeface.sdk.cli;

import dev.routeface.models.card.Label;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.onnx.ExportedGraph;
import dev.routeface.models.onnx.Folded;
import dev.routeface.models.onnx.GraphForm;
import dev.routeface.models.onnx.OnnxGraph;
import dev.routeface.models.onnx.PreluForm;
import dev.routeface.models.onnx.Quantisation;
import dev.routeface.sdk.export.Agreement;
import dev.routeface.sdk.export.CalibrationFaces;
import dev.routeface.sdk.export.Int8;
import dev.routeface.sdk.export.Original;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a trained network as an ONNX graph. */
@Command(
    name = "onnx",
    mixinStandardHelpOptions = true,
    description =
        "Writes an ONNX graph: any number of images in, embeddings of unit length out,"
            + " normalisations folded, operators of ONNX alone.",
    footer = {
      "",
      "Examples:",
      "  routeface export onnx --model runs/student --out student.onnx",
      "  routeface export onnx --model runs/student --inside-preparation --out student.onnx",
      "  routeface export onnx --model runs/student --int8 --calibrate faces/ --budget 500000 \\",
      "      --out student.int8.onnx",
    })
final class ExportOnnxCommand implements Runnable {
  @Spec private CommandSpec command;
  @Mixin private ExportOptions options;
  @Mixin private Int8Options int8;

  @Option(
      names = "--prelu",
      paramLabel = "FORM",
      defaultValue = "composed",
      description =
          "composed: a x + (1 - a) max(0, x), which runs fastest; operator: PRelu. Default:"
              + " ${DEFAULT-VALUE}.")
  private PreluForm prelu;

  @Option(
      names = "--inside-preparation",
      description = "The graph takes bytes of RGB pixels, (N, S, S, 3), and prepares them itself.")
  private boolean inside;

  @Option(
      names = "--opset",
      paramLabel = "N",
      defaultValue = "" + GraphForm.USUAL,
      description = "Version of ONNX's operators, 13 to 21. Default: ${DEFAULT-VALUE}.")
  private int opset;

  @Override
  public void run() {
    requireOpset();
    int8.requireSense();
    Original original = options.original();
    Folded folded = Folded.of(original.network(), original.weights());
    ExportedGraph graph =
        new ExportedGraph(folded, form(original.card().preparation()), Quantisation.NONE);
    if (int8.wanted()) {
      inBytes(original, graph);
    } else {
      write(graph, label(original, "ONNX, float"), "");
      options.requireSame(original);
    }
  }

  private void inBytes(Original original, ExportedGraph floats) {
    CalibrationFaces faces = int8.faces(original.card().preparation());
    Int8 found = int8.search(floats, faces);
    options.say("in bytes", "%s", int8.words(found));
    options.say("", "%-36s %8s %8s %8s", "cosine to float", "alone", "mean", "5 %");
    found.table().forEach(line -> options.say("", "%s", line));
    int8.requireReached(options.out(), found);
    String form = "ONNX, int8, calibrated by " + int8.method();
    write(found.graph(), label(original, form), ", " + int8.words(found));
    long whole = floats.bytes(label(original, form).texts()).length;
    options.say("size", "%.1f %% of the file in float", 100.0 * options.size() / whole);
    Agreement agreement = options.compare(original);
    options.say(
        "agreement",
        "with the original on %s: mean cosine %.5f, 5 %% below %.5f",
        options.comparedOn(agreement, faces),
        agreement.mean(),
        agreement.low());
    options.say("report", "%s", int8.report(options, found, faces));
    options.written();
  }

  private void requireOpset() {
    if (opset < GraphForm.OLDEST || opset > GraphForm.NEWEST) {
      throw new ParameterException(
          command.commandLine(),
          "--opset: expected %d to %d, found %d"
              .formatted(GraphForm.OLDEST, GraphForm.NEWEST, opset));
    }
  }

  private GraphForm form(Preparation preparation) {
    return new GraphForm(prelu, inside ? Optional.of(preparation) : Optional.empty(), opset);
  }

  private Label label(Original original, String form) {
    return inside
        ? ExportOptions.labelOfPixels(original, form + ", takes pixels")
        : ExportOptions.label(original, form);
  }

  private void write(ExportedGraph graph, Label label, String about) {
    byte[] bytes = graph.bytes(label.texts());
    int8.requireBudget(options.out(), bytes.length, about);
    DurableFile.write(options.file(), to -> to.write(bytes));
    options.say("operators", "%s", operators(OnnxGraph.read(options.file())));
  }

  private static String operators(OnnxGraph graph) {
    return graph.operators().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
