package dev.routeface.server.cli;

import dev.routeface.sdk.cli.CommandPart;
import java.util.List;

/** The commands of this module. */
public final class ServiceCommands implements CommandPart {
  @Override
  public List<Placed> commands() {
    return List.of(
        new Placed("", new ServeCommand()),
        new Placed("", new KeysCommand()),
        new Placed("", new GalleryCommand()),
        new Placed("bench", new BenchServeCommand()));
  }
}
