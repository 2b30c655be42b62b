package dev.routeface.server.bench;

import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of a process that lies in RAM, as Linux tells it. */
final class ResidentMemory {
  private static final String LINE = "VmRSS:";

  private ResidentMemory() {}

  /**
   * What a process has now, in MiB.
   *
   * @throws BadDataException where the system does not tell
   */
  static double mib(long pid) {
    Path status = Path.of("/proc", String.valueOf(pid), "status");
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(LINE))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow(() -> untold(status, null));
    } catch (IOException e) {
      throw untold(status, e);
    }
  }

  private static BadDataException untold(Path status, IOException cause) {
    return new BadDataException(
        status + ": expected the resident memory of a process, which Linux tells, found none",
        cause);
  }
}
