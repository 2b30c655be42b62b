package dev.routeface.server.cli;

import dev.routeface.models.io.BadDataException;
import dev.routeface.server.security.ApiKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a key for good. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = "Ends a key for good; a running service refuses it from the next request on.",
    footer = {"", "Example:", "  routeface keys revoke --data DIR 1f0c22ab"})
final class KeysRevokeCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private DataFolder folder;

  @Parameters(paramLabel = "ID", description = "As routeface keys list shows it.")
  private String id;

  @Override
  public void run() {
    ApiKey revoked =
        folder
            .knownKeys()
            .revoke(id)
            .orElseThrow(() -> new BadDataException("expected a key's id, found " + id));
    spec.commandLine().getOut().printf("revoked %s (%s)%n", revoked.id(), revoked.name());
  }
}
