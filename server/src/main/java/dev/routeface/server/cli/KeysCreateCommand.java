package dev.routeface.server.cli;

import dev.routeface.server.security.ApiKey;
import dev.routeface.server.security.KeyFile;
import dev.routeface.server.security.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a key and shows it once. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = "Makes a key and shows it this once.",
    footer = {
      "",
      "Example:",
      "  routeface keys create --data DIR --name door --scope search",
      "  routeface keys create --data DIR --name import --scope enrol --rate 20 --concurrent 4",
    })
final class KeysCreateCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private DataFolder folder;

  @Option(names = "--name", required = true, description = "What people call it.")
  private String name;

  @Option(
      names = "--scope",
      required = true,
      description = "embed, search, enrol or admin; may be given several times.")
  private List<Scope> scopes;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Requests per second; with --concurrent, the service's unless given.")
  private Double rate;

  @Option(
      names = "--concurrent",
      paramLabel = "N",
      description = "Requests at a time; with --rate, the service's unless given.")
  private Integer concurrent;

  @Override
  public void run() {
    KeyFile.Wanted wanted = wanted();
    spec.commandLine().getOut().println(folder.keys().issue(wanted).secret());
  }

  private KeyFile.Wanted wanted() {
    try {
      return new KeyFile.Wanted(name, EnumSet.copyOf(scopes), limits());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }

  private Optional<ApiKey.KeyLimits> limits() {
    if (rate == null && concurrent == null) {
      return Optional.empty();
    }
    if (rate == null || concurrent == null || rate < 0.01 || concurrent < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --rate of 0.01 or more with --concurrent of 1 or more, found %s and %s"
              .formatted(rate, concurrent));
    }
    return Optional.of(new ApiKey.KeyLimits(rate, concurrent));
  }
}
