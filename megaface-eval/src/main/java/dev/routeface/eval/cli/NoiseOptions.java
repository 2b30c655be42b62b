package dev.routeface.eval.cli;

import dev.routeface.eval.devkit.Cleaning;
import dev.routeface.eval.devkit.NoiseList;
import dev.routeface.eval.devkit.NoiseStrategy;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which images are noise, and what becomes of them. */
final class NoiseOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--noise-strategy",
      paramLabel = "HOW",
      defaultValue = "drop",
      converter = Words.Strategies.class,
      description = "What becomes of noise: drop, or as insightface or facexzoo do. Default: drop.")
  private NoiseStrategy strategy;

  @Option(
      names = "--probe-noises",
      paramLabel = "FILE",
      description = "Probes that show somebody else; judged again without them.")
  private Path probeNoises;

  @Option(
      names = "--distractor-noises",
      paramLabel = "FILE",
      description = "Distractors that show a probe identity; judged again without them.")
  private Path distractorNoises;

  /**
   * How to clean; empty if nothing is noise.
   *
   * @param seed of InsightFace's jitter
   * @param probes paths that are judged
   * @param distractors likewise
   */
  Optional<Cleaning> cleaning(
      long seed, List<String> probes, List<String> distractors, Progress progress) {
    if (probeNoises == null && distractorNoises == null) {
      requireNoStrategy();
      return Optional.empty();
    }
    NoiseList ofProbes = read(probeNoises, probes, progress);
    NoiseList ofDistractors = read(distractorNoises, distractors, progress);
    return Optional.of(new Cleaning(strategy, ofProbes, ofDistractors, seed));
  }

  private void requireNoStrategy() {
    if (command.commandLine().getParseResult().hasMatchedOption("--noise-strategy")) {
      throw new ParameterException(
          command.commandLine(),
          "--noise-strategy: expected --probe-noises or --distractor-noises beside it, found none");
    }
  }

  /** A list whose names are none of what is judged was made for other paths. */
  private static NoiseList read(Path file, List<String> paths, Progress progress) {
    if (file == null) {
      return NoiseList.NONE;
    }
    NoiseList noises = NoiseList.read(file);
    int matched = paths.size() - noises.clean(paths).length;
    if (matched == 0 && !noises.names().isEmpty()) {
      throw new BadDataException(
          "%s: expected names of images that are judged, found none among %d"
              .formatted(file, noises.names().size()));
    }
    progress.warn(
        "%s: %d of %d images are noise by its %d names"
            .formatted(file, matched, paths.size(), noises.names().size()));
    return noises;
  }
}
