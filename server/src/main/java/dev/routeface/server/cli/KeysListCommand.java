package dev.routeface.server.cli;

import dev.routeface.server.security.ApiKey;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows all keys, without their secrets, which nobody has but their owners. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Shows all keys, revoked ones included, without their secrets.",
    footer = {"", "Example:", "  routeface keys list --data DIR"})
final class KeysListCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private DataFolder folder;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (ApiKey key : folder.knownKeys().list()) {
      out.printf(
          "%s  %s  %-28s  %-16s  %s  %s%n",
          key.id(),
          key.created(),
          ApiKey.names(key.scopes()),
          key.limits().map(KeysListCommand::shown).orElse("usual limits"),
          key.name(),
          key.revoked().map(when -> "revoked " + when).orElse(""));
    }
  }

  private static String shown(ApiKey.KeyLimits limits) {
    return "%s/s, %d at once".formatted(limits.requestsPerSecond(), limits.concurrent());
  }
}
