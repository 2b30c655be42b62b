package dev.routeface.sdk.cli;

import dev.routeface.sdk.pull.Manifest;
import dev.routeface.sdk.pull.ModelStore;
import dev.routeface.sdk.pull.PullableModel;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What can be fetched, and what is there. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Lists the models that can be fetched, with their licences, and where those lie that are here.",
    footer = {"", "Example:", "  routeface models list"})
final class ModelsListCommand implements Runnable {
  @Spec private CommandSpec command;

  @Override
  public void run() {
    ModelStore store = new ModelStore(Application.models());
    PrintWriter out = command.commandLine().getOut();
    for (PullableModel model : Manifest.shipped().models()) {
      out.printf(
          Locale.ROOT,
          "%-20s %5.1f MB  %s  %s (%s)%s%n",
          model.name(),
          model.bytes() / 1e6,
          store.holds(model) ? "here" : "-   ",
          model.what(),
          model.terms().licence(),
          store.holds(model) ? ": " + store.folder(model) : "");
    }
    out.flush();
  }
}
