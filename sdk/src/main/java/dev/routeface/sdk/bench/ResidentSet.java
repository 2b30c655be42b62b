package dev.routeface.sdk.bench;

import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Memory of a process that lies in RAM, heap and native together, as Linux tells it. */
public final class ResidentSet {
  private static final String KEY = "VmRSS:";

  private ResidentSet() {}

  /** {@link #mebibytes(long)} of this process. */
  public static double mebibytes() {
    return mebibytes(ProcessHandle.current().pid());
  }

  /**
   * What the kernel counts now, in MiB.
   *
   * @throws BadDataException where the system does not tell, so outside Linux
   */
  public static double mebibytes(long pid) {
    Path status = Path.of("/proc", String.valueOf(pid), "status");
    try {
      return parse(status, Files.readAllLines(status));
    } catch (IOException e) {
      throw untold(status, e);
    }
  }

  static double parse(Path status, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(KEY))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
        .findFirst()
        .orElseThrow(() -> untold(status, null));
  }

  private static BadDataException untold(Path status, IOException cause) {
    return new BadDataException(
        status + ": expected a line " + KEY + " COUNT kB, which Linux writes, found none", cause);
  }
}
