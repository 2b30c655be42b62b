package dev.routeface.sdk.cli;

import dev.routeface.models.card.Card;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.foreign.Checkpoint;
import dev.routeface.models.foreign.FileKind;
import dev.routeface.models.foreign.ScriptArchive;
import dev.routeface.models.foreign.Translation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.onnx.OnnxGraph;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.NetworkEmbedder;
import dev.routeface.sdk.route.Anchor;
import dev.routeface.sdk.route.NumberedFiles;
import dev.routeface.sdk.route.Route;
import dev.routeface.sdk.train.RouteFolder;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a route of the checkpoints that another program kept. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description =
        "Makes a route of a folder of checkpoints: state dicts or safetensors of one architecture, or"
            + " ONNX graphs, or TorchScript archives. The numbers in their names order them; anchors"
            + " are then counted 1, 2, 3, ...",
    footer = {
      "",
      "Example:",
      "  routeface route import work_dirs/r50 --pattern 'backbone_*.pth' \\",
      "      --preparation arcface.json --licence \"non-commercial research\" \\",
      "      --origin \"our arcface_torch r50 on MS1MV3\" --out routes/r50",
    })
final class RouteImportCommand implements Runnable {
  private static final String LAST = "model";

  @Mixin private ImportOptions options;

  @Option(
      names = "--pattern",
      paramLabel = "NAME",
      required = true,
      description = "Names of the checkpoints, a star where their numbers stand.")
  private String pattern;

  @Option(
      names = "--architecture",
      paramLabel = "JSON|FILE",
      description = "What it is, as in a recipe, where names and shapes do not tell.")
  private Optional<String> architecture = Optional.empty();

  @Override
  public void run() {
    options.requireFresh();
    Map<BigInteger, Path> numbered = numbered();
    List<Path> files = List.copyOf(numbered.values());
    say(numbered);
    boolean closed = closed(files.get(files.size() - 1));
    Route route = closed ? ofModels(files) : ofWeights(files, numbered);
    new RouteFolder(options.out()).write(route);
    options.say("route", route.anchors().size() + " anchors; learning rates and losses unknown");
  }

  private Map<BigInteger, Path> numbered() {
    try {
      return NumberedFiles.list(options.file(), pattern);
    } catch (IllegalArgumentException e) {
      throw options.wrong("--pattern: " + e.getMessage());
    }
  }

  private void say(Map<BigInteger, Path> numbered) {
    int epoch = 0;
    for (Path file : numbered.values()) {
      options.say("anchor " + ++epoch, file.getFileName().toString());
    }
  }

  /** Whether a checkpoint is a program for an engine rather than weights of ours. */
  private static boolean closed(Path file) {
    return FileKind.of(file) == FileKind.ONNX || ScriptArchive.is(file);
  }

  private Route ofWeights(List<Path> files, Map<BigInteger, Path> numbered) {
    Path last = files.get(files.size() - 1);
    Translation converged = translated(last);
    requireSame(files, converged.architecture());
    ImportOptions.Known known =
        options.preparation(
            Optional.of(converged.architecture().inputSize()),
            Optional.empty(),
            preparation ->
                new NetworkEmbedder(
                    converged.architecture().network(), preparation, converged.weights(), ""));
    Path out = FreshFolder.at(options.out());
    List<Anchor> anchors = new ArrayList<>();
    for (Path file : files) {
      int epoch = anchors.size() + 1;
      String name = (file.equals(last) ? LAST : RouteFolder.name(epoch)) + ".safetensors";
      Safetensors.write(out.resolve(name), translated(file).weights());
      anchors.add(anchor(epoch, out, name));
    }
    Anchor end = anchors.get(anchors.size() - 1);
    ImportOptions.Model model =
        new ImportOptions.Model(
            Optional.of(converged.architecture()),
            converged.architecture().embedding(),
            form(numbered, "checkpoints with the names of " + converged.from()));
    ModelCard.WeightsFile weights = new ModelCard.WeightsFile(end.file(), end.sha256());
    options.card(last, model, known, weights).write(out.resolve(Card.FILE));
    options.sayModel(known, model.embedding(), end.sha256());
    return new Route(anchors);
  }

  private Translation translated(Path file) {
    Optional<Architecture> stated = architecture.map(ImportWeightsCommand::stated);
    return Translation.of(Checkpoint.read(file), stated, file.toString());
  }

  private void requireSame(List<Path> files, Architecture converged) {
    for (Path file : files) {
      Architecture found = translated(file).architecture();
      if (!found.equals(converged)) {
        throw new BadDataException(
            "%s: expected the architecture of the last checkpoint, %s, found %s"
                .formatted(file, converged.toJson(), found.toJson()));
      }
    }
  }

  /** Closed models keep a folder and a card each; the last one's is the route's own. */
  private Route ofModels(List<Path> files) {
    Path last = files.get(files.size() - 1);
    ImportOptions.Known known =
        options.preparation(
            Optional.empty(), Optional.empty(), preparation -> Embedders.file(last, preparation));
    List<ImportOptions.Model> models = files.stream().map(file -> model(file, known)).toList();
    Path out = FreshFolder.at(options.out());
    List<Anchor> anchors = new ArrayList<>();
    for (Path file : files) {
      int epoch = anchors.size() + 1;
      String folder = file.equals(last) ? "" : RouteFolder.name(epoch) + "/";
      String sha256 = copy(file, models.get(epoch - 1), known, out.resolve(folder));
      anchors.add(anchor(epoch, out, folder + Card.FILE));
      if (file.equals(last)) {
        options.sayModel(known, models.get(epoch - 1).embedding(), sha256);
      }
    }
    return new Route(anchors);
  }

  private ImportOptions.Model model(Path file, ImportOptions.Known known) {
    if (FileKind.of(file) == FileKind.ONNX) {
      OnnxGraph.read(file).requireEmbedder(file);
    }
    try (Embedder embedder = Embedders.file(file, known.preparation())) {
      return new ImportOptions.Model(
          Optional.empty(), embedder.dimension(), "a checkpoint of a route, closed");
    }
  }

  /** The digest of the file. */
  private String copy(
      Path file, ImportOptions.Model model, ImportOptions.Known known, Path folder) {
    String name = LAST + (FileKind.of(file) == FileKind.ONNX ? ".onnx" : ".pt");
    DurableFile.write(folder.resolve(name), to -> Files.copy(file, to));
    String sha256 = Sha256.ofFile(folder.resolve(name));
    options
        .card(file, model, known, new ModelCard.WeightsFile(name, sha256))
        .write(folder.resolve(Card.FILE));
    return sha256;
  }

  private static Anchor anchor(int epoch, Path out, String name) {
    String sha256 = Sha256.ofFile(out.resolve(name));
    return new Anchor(epoch, name, sha256, Optional.empty(), Optional.empty());
  }

  private static String form(Map<BigInteger, Path> numbered, String what) {
    return numbered.keySet().stream()
        .map(BigInteger::toString)
        .collect(
            Collectors.joining(
                ", ",
                "the last of %d %s, numbered ".formatted(numbered.size(), what),
                "; learning rates and held-out losses unknown"));
  }
}
