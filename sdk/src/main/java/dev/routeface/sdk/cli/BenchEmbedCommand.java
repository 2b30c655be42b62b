package dev.routeface.sdk.cli;

import dev.routeface.models.weights.InitialWeights;
import dev.routeface.sdk.bench.BenchFiles;
import dev.routeface.sdk.bench.EmbeddingBench;
import dev.routeface.sdk.bench.EmbeddingReport;
import dev.routeface.sdk.bench.ExportedWays;
import dev.routeface.sdk.bench.Finding;
import dev.routeface.sdk.bench.FolderBench;
import dev.routeface.sdk.bench.Machine;
import dev.routeface.sdk.data.Faces;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.NetworkEmbedder;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.recipe.Recipe;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how fast embedders are. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description =
        "Measures images per second of runs and ONNX files, one image at a time and in batches of 32."
            + " Without a PATH: the student of the studies and MobileFaceNet, untrained, which does not"
            + " change their speed, and MobileFaceNet as ONNX: PRelu, composed, in the bare runtime and"
            + " with ReLU in int8, on one thread and on two.",
    footer = {
      "",
      "Example:",
      "  routeface bench embed --faces lfw",
      "  routeface bench embed runs/student",
      "  routeface bench embed runs/student teacher.onnx --preparation preparation.json",
    })
final class BenchEmbedCommand implements Runnable {
  private static final List<String> UNTRAINED =
      List.of("real/student_from_guide.mimic.json", "bench/mobilefacenet_from_teacher.mimic.json");

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "PATH", arity = "0..*", description = "Runs or ONNX files.")
  private List<Path> paths = List.of();

  @Option(
      names = "--preparation",
      paramLabel = "FILE",
      description = "How images are prepared for the ONNX files.")
  private Optional<Path> preparation = Optional.empty();

  @Option(
      names = "--faces",
      paramLabel = "PATH",
      description =
          "Also embeds this data set as the command embed does, and sets it against decoding and"
              + " embedding alone, with the last PATH, or MobileFaceNet as ONNX.")
  private Optional<Path> faces = Optional.empty();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of every embedder. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "Length of a turn. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also writes bench-embed.json and bench-embed.txt to this folder.")
  private Optional<Path> out = Optional.empty();

  @Override
  public void run() {
    Machine machine = Machine.now(Application.threads());
    PrintWriter console = command.commandLine().getOut();
    machine.warnings().forEach(warning -> console.println("WARNING: " + warning));
    Map<String, Embedder> embedders = paths.isEmpty() ? untrained() : opened();
    EmbeddingReport report = measured(machine, embedders);
    embedders.values().forEach(Embedder::close);
    report.table().forEach(console::println);
    out.ifPresent(
        folder -> BenchFiles.write(folder, "bench-embed", report.toJson(), report.table()));
  }

  private EmbeddingReport measured(Machine machine, Map<String, Embedder> embedders) {
    Progress progress = new ConsoleProgress();
    EmbeddingReport report =
        new EmbeddingBench(rounds, seconds)
            .run(
                Application.origin(command.commandLine().getParseResult().originalArgs()),
                machine,
                embedders,
                progress);
    List<Finding> findings =
        new ArrayList<>(paths.isEmpty() ? ExportedWays.findings(report) : List.of());
    faces.ifPresent(
        folder ->
            findings.addAll(
                new FolderBench(Faces.open(folder), machine.threads(), rounds)
                    .of(ofFolder(embedders), progress)));
    return report.with(findings);
  }

  /** The last of the paths, or MobileFaceNet as it leaves, on as many threads as there are. */
  private static Embedder ofFolder(Map<String, Embedder> embedders) {
    return Optional.ofNullable(embedders.get(ExportedWays.usual(Application.threads())))
        .orElseGet(() -> List.copyOf(embedders.values()).get(embedders.size() - 1));
  }

  private Map<String, Embedder> opened() {
    Map<String, Embedder> embedders = new LinkedHashMap<>();
    paths.forEach(
        path ->
            embedders.put(String.valueOf(path.getFileName()), Embedders.open(path, preparation)));
    return embedders;
  }

  private static Map<String, Embedder> untrained() {
    Map<String, Embedder> embedders = new LinkedHashMap<>();
    for (String file : UNTRAINED) {
      Recipe recipe = Recipe.read(Application.recipes().resolve(file));
      var network = recipe.architecture().network();
      var weights = InitialWeights.of(network, recipe.training().seed());
      String kind = recipe.architecture().getClass().getSimpleName();
      embedders.put(
          kind + ", untrained",
          new NetworkEmbedder(network, recipe.preparation(), weights, recipe.sha256()));
    }
    embedders.putAll(ExportedWays.all());
    return embedders;
  }
}
