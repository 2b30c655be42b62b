package dev.routeface.eval.cli;

import dev.routeface.eval.devkit.Cleaning;
import dev.routeface.eval.devkit.NoiseList;
import dev.routeface.eval.devkit.NoiseStrategy;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which images are noise, and what becomes of them. */
final class NoiseOptions {
  @Option(
      names = "--noise-strategy",
      paramLabel = "HOW",
      defaultValue = "DROP",
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
   */
  Optional<Cleaning> cleaning(long seed) {
    return probeNoises == null && distractorNoises == null
        ? Optional.empty()
        : Optional.of(new Cleaning(strategy, read(probeNoises), read(distractorNoises), seed));
  }

  private static NoiseList read(Path file) {
    return file == null ? NoiseList.NONE : NoiseList.read(file);
  }
}
