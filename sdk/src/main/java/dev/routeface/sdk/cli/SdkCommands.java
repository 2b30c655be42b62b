package dev.routeface.sdk.cli;

import java.util.List;

/** The commands of this module. */
public final class SdkCommands implements CommandPart {
  @Override
  public List<Placed> commands() {
    return List.of(
        new Placed("", new DataCommand()),
        new Placed("", new TrainTeacherCommand()),
        new Placed("", new DistillCommand()),
        new Placed("", new RouteCommand()),
        new Placed("", new ImportCommand()),
        new Placed("", new ExportCommand()),
        new Placed("", new ModelsCommand()),
        new Placed("", new BenchCommand()),
        new Placed("", new VersionCommand()));
  }
}
