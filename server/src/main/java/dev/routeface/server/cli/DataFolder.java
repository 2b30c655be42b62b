package dev.routeface.server.cli;

import dev.routeface.server.security.KeyFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names a service's folder. */
final class DataFolder {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:ROUTEFACE_DATA:-routeface-data}",
      description = "The service's folder; ${DEFAULT-VALUE} unless given.")
  private Path data;

  GalleryPlace gallery() {
    return new GalleryPlace.Folder(data);
  }

  KeyFile keys() {
    return new KeyFile(data);
  }
}
