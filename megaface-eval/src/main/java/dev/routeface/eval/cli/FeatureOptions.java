package dev.routeface.eval.cli;

import dev.routeface.eval.features.FeatureSource;
import dev.routeface.sdk.math.Progress;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the features of an experiment lie. */
final class FeatureOptions {
  @Option(
      names = "--probe-features",
      paramLabel = "PATH",
      required = true,
      description = "Root of the probes' feature files, or a pack of them.")
  private Path probes;

  @Option(
      names = "--distractor-features",
      paramLabel = "PATH",
      required = true,
      description =
          "Root of the distractors' feature files, a pack of them, or a folder of shards.")
  private String distractors;

  @Option(
      names = "--suffix",
      paramLabel = "TEXT",
      required = true,
      description =
          "What follows a list's path in a feature file's name, such as _r100.bin; it names the"
              + " algorithm too.")
  private String suffix;

  FeatureSource probes(Progress progress) {
    return FeatureSource.open(probes, suffix, progress);
  }

  FeatureSource distractors(Progress progress) {
    return FeatureSource.open(Path.of(distractors), suffix, progress);
  }

  /** As it was given: other machines may read paths that are none here. */
  String distractors() {
    return distractors;
  }

  /** The name that the devkit derives from the suffix. */
  String algorithm() {
    return suffix.replaceAll("\\..*", "").replaceAll("^_+|_+$", "");
  }
}
