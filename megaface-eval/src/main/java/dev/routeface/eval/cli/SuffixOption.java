package dev.routeface.eval.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What tells feature files from other files beside them. */
final class SuffixOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--suffix",
      paramLabel = "TEXT",
      required = true,
      description = "What follows a path in a feature file's name, such as _r100.bin.")
  private String suffix;

  /** The suffix, neither empty nor a folder's. */
  String suffix() {
    if (suffix.isEmpty() || suffix.contains("/")) {
      throw new ParameterException(
          command.commandLine(),
          "--suffix: expected what follows a path in a feature file's name, such as _r100.bin, found \""
              + suffix
              + '"');
    }
    return suffix;
  }
}
