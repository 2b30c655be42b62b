package dev.routeface.eval.cli;

import dev.routeface.eval.features.FeaturePack;
import dev.routeface.eval.features.FeatureShards;
import dev.routeface.eval.features.PackWriter;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.cli.Application;
import dev.routeface.sdk.cli.ConsoleProgress;
import dev.routeface.sdk.cli.FreshFolder;
import dev.routeface.sdk.cli.OnnxPreparation;
import dev.routeface.sdk.cli.Stoppable;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Faces;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.EmbeddingStream;
import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Embeds a data set to a pack of features. It stands here because packs do. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description =
        "Embeds every face of a data set. DIR/embeddings.safetensors is a pack as evaluate megaface"
            + " takes it: features (N, D) of unit length, paths, and a digest for every 4096 rows;"
            + " DIR/images.tsv has one line per row: identity, tab, path. Stopped at any moment, the"
            + " same command goes on.",
    footer = {
      "",
      "Examples:",
      "  routeface embed faces/ --model runs/student --out embedded",
      "  routeface embed faces.rec --model teacher.onnx --preparation teacher.json --out embedded",
      "  routeface embed distractors/ --model models/both --rows-per-file 100000 --out shards",
    })
final class EmbedCommand implements Stoppable {
  private static final String PACK = "embeddings.safetensors";
  private static final String LINES = "images.tsv";
  private static final String ABOUT = "embedding.json";

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "FACES",
      description = "Aligned faces: a folder of identities, a list file, or a .rec file.")
  private Path faces;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      required = true,
      description = "A finished run, a model folder, an ONNX or a TorchScript file.")
  private Path model;

  @Option(
      names = "--preparation",
      paramLabel = "FILE",
      description =
          "Size, channel order, means and scales of a bare file, as JSON: "
              + OnnxPreparation.EXAMPLE)
  private Path preparation;

  @Option(
      names = "--flip",
      paramLabel = "none|added",
      defaultValue = "none",
      converter = FlipOption.Converter.class,
      description = "Whether the embedding of the mirror image is added. Default: none.")
  private Flip flip;

  @Option(
      names = "--rows-per-file",
      paramLabel = "N",
      description = "Writes shards of so many rows instead of one pack.")
  private Optional<Integer> rowsPerFile = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "New folder, or one that this command began.")
  private Path out;

  @Override
  public void run() {
    OnnxPreparation.require(command, List.of(model), Optional.ofNullable(preparation));
    if (rowsPerFile.isPresent() && rowsPerFile.get() < 1) {
      throw new ParameterException(
          command.commandLine(),
          "--rows-per-file: expected at least 1, found " + rowsPerFile.get());
    }
    FaceDataset dataset = Faces.open(faces);
    try (Embedder embedder = Embedders.open(model, Optional.ofNullable(preparation));
        EmbeddingStream stream =
            new EmbeddingStream(embedder, dataset, flip, Application.threads())) {
      String about = about(dataset, embedder);
      List<String> paths = paths(dataset);
      begin(dataset, about, paths);
      try (Progress.Task task = new ConsoleProgress().start("embedding faces", dataset.size())) {
        write(
            new PackWriter.Content(
                Sha256.ofText(about), paths, embedder.dimension(), vectors(stream, task)));
      }
      command
          .commandLine()
          .getOut()
          .printf(
              "%d embeddings of %d dimensions: %s%n", dataset.size(), embedder.dimension(), out);
    }
  }

  /** Says first what the folder will hold: another command's half is not gone on with. */
  private void begin(FaceDataset dataset, String about, List<String> paths) {
    Path file = out.resolve(ABOUT);
    if (!Files.exists(file)) {
      FreshFolder.at(out);
      DurableFile.writeText(file, about);
    } else if (!read(file).equals(about)) {
      throw new BadDataException(
          out
              + ": expected a new folder or embeddings of the same model and data, found others;"
              + " choose another --out");
    }
    DurableFile.writeText(
        out.resolve(LINES),
        IntStream.range(0, dataset.size())
            .mapToObj(i -> identity(dataset, i) + "\t" + paths.get(i) + "\n")
            .collect(Collectors.joining()));
  }

  private String about(FaceDataset dataset, Embedder embedder) {
    var json = Fields.object().put("model", embedder.sha256()).put("data", dataset.sha256());
    json.set("preparation", embedder.preparation().toJson());
    json.put("flip", flip.name()).put("images", dataset.size());
    return Fields.text(json.put("dimension", embedder.dimension()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BadDataException(file + ": expected a readable file, found " + Reason.of(e), e);
    }
  }

  /** Blocks that an earlier attempt wrote are not asked for again. */
  private static PackWriter.Vectors vectors(EmbeddingStream stream, Progress.Task task) {
    AtomicInteger done = new AtomicInteger();
    return (first, count) -> {
      task.stepBy(first - done.getAndSet(first + count));
      return rows(stream.embed(first, count, task));
    };
  }

  private static float[][] rows(UnitVectors vectors) {
    return IntStream.range(0, vectors.size()).mapToObj(vectors::row).toArray(float[][]::new);
  }

  private void write(PackWriter.Content content) {
    Path pack = out.resolve(PACK);
    if (rowsPerFile.isPresent()) {
      FeatureShards.write(out, content, rowsPerFile.get(), Progress.NONE);
    } else if (!Files.exists(pack)) {
      PackWriter.write(pack, content, Progress.NONE);
    } else {
      FeaturePack.open(pack, Progress.NONE); // whole, as its digests say
    }
  }

  private static String identity(FaceDataset dataset, int image) {
    return dataset.identities().get(dataset.identity(image));
  }

  /** As template lists would name them: relative to the folder, or to the list's. */
  private List<String> paths(FaceDataset dataset) {
    Path named = faces.toAbsolutePath().normalize();
    Path root = Files.isDirectory(named) ? named : named.getParent();
    return IntStream.range(0, dataset.size())
        .mapToObj(
            image ->
                dataset
                    .file(image)
                    .map(file -> relative(root, file.toAbsolutePath().normalize()))
                    .orElseGet(() -> "%s/%08d".formatted(identity(dataset, image), image)))
        .toList();
  }

  private static String relative(Path root, Path file) {
    return (file.startsWith(root) ? root.relativize(file) : file).toString();
  }

  @Override
  public String ifStopped() {
    return "Whole blocks of 4096 embeddings are kept in %s; the same command goes on after them."
        .formatted(out);
  }
}
