package dev.routeface.eval.cli;

import dev.routeface.eval.devkit.Cluster;
import dev.routeface.sdk.math.Progress;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether other machines compare, and which. */
final class SparkOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description =
          "Compares on Apache Spark: local[N] or spark://HOST:PORT. --distractor-features then is"
              + " a folder of shards on any path that Hadoop reads.")
  private String master;

  /**
   * The machines; empty if this process is enough.
   *
   * @param shards where the distractors lie
   */
  Optional<Comparison> comparison(Supplier<String> shards, Progress progress) {
    return Optional.ofNullable(master)
        .map(name -> new Comparison.Elsewhere(cluster(), name, shards.get(), progress));
  }

  private Cluster cluster() {
    return ServiceLoader.load(Cluster.class)
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "--spark: expected an application with the Spark module, found one without;"
                        + " build it with mvn -Pspark -DskipTests package"));
  }
}
