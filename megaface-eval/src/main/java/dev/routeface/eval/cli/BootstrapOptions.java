package dev.routeface.eval.cli;

import dev.routeface.eval.metric.IdentityBootstrap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How often identities are drawn again for the intervals of a report. */
final class BootstrapOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      required = true,
      description = "Bootstrap resamples of the identities for the intervals; 2000 are usual.")
  private int resamples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      required = true,
      description = "Seed of the bootstrap.")
  private long seed;

  IdentityBootstrap bootstrap() {
    try {
      return new IdentityBootstrap(resamples, seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--resamples: " + e.getMessage());
    }
  }
}
