package dev.routeface.eval.cli;

import dev.routeface.eval.features.FeaturePack;
import dev.routeface.eval.features.FeatureSource;
import dev.routeface.eval.features.PackWriter;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.cli.OnnxPreparation;
import dev.routeface.sdk.data.PathFaces;
import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the features of an experiment lie, or what they are made with. */
final class FeatureOptions {
  private static final String PROBES = "probes";
  private static final String DISTRACTORS = "distractors";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--probe-features",
      paramLabel = "PATH",
      description = "Root of the probes' feature files, or a pack of them.")
  private Path probeFeatures;

  @Option(
      names = "--distractor-features",
      paramLabel = "PATH",
      description =
          "Root of the distractors' feature files, a pack of them, or a folder of shards.")
  private String distractorFeatures;

  @Option(
      names = "--suffix",
      paramLabel = "TEXT",
      description =
          "What follows a list's path in a feature file's name, such as _r100.bin; it names the"
              + " algorithm too, also where a pack needs none.")
  private String suffix;

  @Option(
      names = "--model",
      paramLabel = "RUN|FILE",
      description = "Instead of features: a finished run or an ONNX file that makes them.")
  private Path model;

  @Option(
      names = "--preparation",
      paramLabel = "FILE",
      description =
          "Size, channel order, means and scales of an ONNX file, as JSON: "
              + OnnxPreparation.EXAMPLE)
  private Path preparation;

  @Option(
      names = "--flip",
      paramLabel = "none|added",
      converter = FlipOption.Converter.class,
      description = "Whether the embedding of the mirror image is added, as InsightFace does.")
  private Flip flip;

  @Option(
      names = "--probes",
      paramLabel = "DIR",
      description = "Root of the probes' aligned images.")
  private Path probes;

  @Option(
      names = "--distractors",
      paramLabel = "DIR",
      description = "Root of the distractors' aligned images.")
  private Path distractors;

  /** How the devkit would call what makes the features. */
  String algorithm() {
    requireOneWay();
    return model == null ? algorithmOf(suffix) : clean(name());
  }

  /** What makes the features, where they are not there already. */
  Optional<NamedModel> model() {
    return Optional.ofNullable(model).map(NamedModel::new);
  }

  /** What reports call what makes the features. */
  String name() {
    return model == null ? algorithmOf(suffix) : new NamedModel(model).name();
  }

  private static String algorithmOf(String suffix) {
    return clean(suffix.replaceAll("\\..*", ""));
  }

  private static String clean(String name) {
    return name.replaceAll("^_+|_+$", "").replaceAll("[^A-Za-z0-9.-]+", "-");
  }

  /**
   * Looks at the images of a side whose features were not made before, if they are made at all.
   *
   * @param out folder of the results
   * @throws BadDataException if images are not there or damaged; nothing was written then
   */
  void requireReadable(
      List<String> probePaths, List<String> distractorPaths, Path out, Progress progress) {
    List<ReadableImages> unseen = new ArrayList<>();
    if (model != null && Files.notExists(pack(out, PROBES))) {
      unseen.add(readable(probes, probePaths));
    }
    if (model != null && Files.notExists(pack(out, DISTRACTORS))) {
      unseen.add(readable(distractors, distractorPaths));
    }
    ReadableImages.require(unseen, out, progress);
  }

  private static ReadableImages readable(Path root, List<String> paths) {
    return new ReadableImages(PathFaces.open(root, paths), paths);
  }

  private static Path pack(Path out, String side) {
    return folder(out).resolve(side + ".safetensors");
  }

  /** Where packs of made features go. */
  private static Path folder(Path out) {
    return out.resolve("features");
  }

  /**
   * Features of both sides, those of the distractors only when they are asked for.
   *
   * @param out folder of the results
   */
  FeatureSource probes(Inputs inputs, List<String> paths, Path out) {
    requireOneWay();
    return model == null
        ? FeatureSource.open(probeFeatures, suffix, inputs.progress())
        : made(inputs, probes, paths, new Place(out, PROBES));
  }

  /** As {@link #probes}, for the other side. */
  FeatureSource distractors(Inputs inputs, List<String> paths, Path out) {
    return model == null
        ? FeatureSource.open(Path.of(distractorFeatures), suffix, inputs.progress())
        : made(inputs, distractors, paths, new Place(out, DISTRACTORS));
  }

  /**
   * What stopping leaves.
   *
   * @param out folder of the results
   */
  String ifStopped(Path out) {
    return model == null
        ? "No result was written; the same command begins anew."
        : "Features are kept in %s block by block; the same command goes on with them."
            .formatted(folder(out));
  }

  /** As it was given: other machines may read paths that are none here. */
  String shards() {
    requireOneWay();
    if (model != null) {
      throw wrong("--spark: expected --distractor-features, found --model");
    }
    return distractorFeatures;
  }

  /** A pack among the results. */
  private record Place(Path out, String side) {
    Path file() {
      return pack(out, side);
    }
  }

  private FeaturePack made(Inputs inputs, Path root, List<String> paths, Place place) {
    try (Inputs.LoadedModel loaded = inputs.model(model, Optional.ofNullable(preparation), flip)) {
      return pack(place, new Images(loaded, root, paths), inputs.progress());
    }
  }

  /** What is to be embedded. */
  private record Images(Inputs.LoadedModel model, Path root, List<String> paths) {
    UnitVectors embed(int first, int count) {
      return model.embed(PathFaces.open(root, paths.subList(first, first + count)));
    }

    float[][] rows(int first, int count) {
      UnitVectors vectors = embed(first, count);
      return IntStream.range(0, count).mapToObj(vectors::row).toArray(float[][]::new);
    }

    /** Digest of images and model. */
    String source(Flip flip) {
      return Sha256.ofText(
          model.sha256() + "\n" + flip + "\n" + PathFaces.open(root, paths).sha256());
    }
  }

  private FeaturePack pack(Place place, Images images, Progress progress) {
    Path file = place.file();
    String source = images.source(flip);
    if (Files.exists(file)) {
      FeaturePack known = FeaturePack.open(file, progress);
      if (known.source().equals(source) && known.paths().equals(images.paths())) {
        return known;
      }
      ReadableImages.require(
          List.of(readable(images.root(), images.paths())), place.out(), progress);
    }
    int dimension = images.embed(0, 1).dimension();
    PackWriter.Content content =
        new PackWriter.Content(source, images.paths(), dimension, images::rows);
    PackWriter.write(file, content, progress);
    return FeaturePack.open(file, progress);
  }

  private void requireOneWay() {
    boolean features =
        Stream.of(probeFeatures, distractorFeatures, suffix).allMatch(v -> v != null);
    boolean noFeatures =
        Stream.of(probeFeatures, distractorFeatures, suffix).allMatch(v -> v == null);
    boolean images = Stream.of(model, flip, probes, distractors).allMatch(v -> v != null);
    boolean noImages =
        Stream.of(model, flip, probes, distractors, preparation).allMatch(v -> v == null);
    if (features && (algorithmOf(suffix).isEmpty() || suffix.contains("/"))) {
      throw wrong(
          "--suffix: expected what follows a path in a feature file's name and names the algorithm,"
              + " such as _r100.bin, found \""
              + suffix
              + '"');
    }
    if (!(features && noImages || images && noFeatures)) {
      throw wrong(
          "expected either --probe-features, --distractor-features and --suffix, or --model, --flip,"
              + " --probes and --distractors");
    }
    OnnxPreparation.require(
        command, Optional.ofNullable(model).stream().toList(), Optional.ofNullable(preparation));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
