package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.cli.Application;
import dev.routeface.sdk.train.Origin;
import picocli.CommandLine.Model.CommandSpec;

/** What every report of a command says first about where it comes from. */
final class MadeBy {
  private MadeBy() {}

  /** Command line, revision, Java and system. */
  static ObjectNode json(CommandSpec command) {
    Origin origin = Application.origin(command.commandLine().getParseResult().originalArgs());
    return Fields.object()
        .put("command", origin.command())
        .put("revision", origin.revision())
        .put("java", Runtime.version().toString())
        .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }
}
