package dev.routeface.sdk.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Memory of this process that lies in RAM, heap and engine together. */
final class ResidentSet {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String KEY = "VmRSS:";

  private ResidentSet() {}

  /**
   * What the kernel counts now, in MiB.
   *
   * @throws UncheckedIOException where there is no {@code /proc/self/status}, so outside Linux
   */
  static double mebibytes() {
    try {
      return parse(Files.readAllLines(STATUS));
    } catch (IOException e) {
      throw new UncheckedIOException(STATUS + ": cannot be read: " + e.getMessage(), e);
    }
  }

  static double parse(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(KEY))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    STATUS + ": expected a line " + KEY + " COUNT kB, found none"));
  }
}
