package dev.routeface.sdk.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import java.nio.file.Path;
import java.util.List;

/** What a bench leaves in a folder: every figure as JSON, and the table that it printed. */
public final class BenchFiles {
  private BenchFiles() {}

  /**
   * Writes both.
   *
   * @param name of the files, without an ending
   */
  public static void write(Path folder, String name, ObjectNode report, List<String> table) {
    DurableFile.writeText(folder.resolve(name + ".json"), Fields.text(report));
    DurableFile.writeText(folder.resolve(name + ".txt"), String.join("\n", table) + "\n");
  }
}
