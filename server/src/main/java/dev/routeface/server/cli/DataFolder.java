package dev.routeface.server.cli;

import dev.routeface.models.io.BadDataException;
import dev.routeface.server.security.KeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that names a service's folder. */
final class DataFolder {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:ROUTEFACE_DATA:-routeface-data}",
      description = "The service's folder; ${DEFAULT-VALUE} unless given.")
  private Path data;

  GalleryPlace gallery() {
    return new GalleryPlace.Folder(path());
  }

  KeyFile keys() {
    return new KeyFile(path());
  }

  /** Keys of a service that there is: a misspelt folder has none, and never will. */
  KeyFile knownKeys() {
    if (!Files.isDirectory(path())) {
      throw new BadDataException(path() + ": expected a service's folder, found none");
    }
    return keys();
  }

  private Path path() {
    if (data.toString().isBlank()) {
      throw new ParameterException(command.commandLine(), "--data: expected a folder, found ''");
    }
    return data;
  }
}
