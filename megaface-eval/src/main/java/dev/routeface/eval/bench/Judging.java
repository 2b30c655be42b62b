package dev.routeface.eval.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of {@code evaluate megaface} in a JVM of its own, with this one's flags, as a user would
 * start it.
 *
 * @param seconds from start to end, JVM included
 * @param mebibytes most memory that lay in RAM, mapped files included
 */
record Judging(double seconds, double mebibytes) {
  private static final String PEAK = "VmHWM:";

  static Judging of(MegaFaceFiles files, List<Integer> sizes) {
    Path output = files.folder().resolve("output.txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command(files, sizes));
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      long start = System.nanoTime();
      Process child = builder.start();
      double peak = watched(child);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (child.exitValue() != 0) {
        throw new IllegalStateException(
            "evaluate megaface: expected exit code 0, found %d: %s"
                .formatted(child.exitValue(), Files.readString(output)));
      }
      return new Judging(seconds, peak);
    } catch (IOException e) {
      throw new UncheckedIOException("a turn of the bench cannot run: " + e.getMessage(), e);
    }
  }

  private static List<String> command(MegaFaceFiles files, List<Integer> sizes) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agentlib"))
        .forEach(words::add);
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of("dev.routeface.sdk.cli.RouteFace", "evaluate", "megaface"));
    words.addAll(List.of("--probe-list", files.probeList().toString()));
    words.addAll(List.of("--distractor-lists", files.folder().toString()));
    words.addAll(List.of("--probe-features", files.pack("probes").toString()));
    words.addAll(List.of("--distractor-features", files.pack("distractors").toString()));
    words.addAll(List.of("--suffix", "_random.bin", "--sets", "1"));
    words.addAll(List.of("--out", files.folder().resolve("out" + sizes.size()).toString()));
    words.add("--sizes");
    sizes.forEach(size -> words.add(String.valueOf(size)));
    return words;
  }

  /** The peak only rises, so the last look before the end is the one that counts. */
  private static double watched(Process child) throws IOException {
    Thread stop = new Thread(child::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(stop);
    double peak = 0;
    try {
      while (!child.waitFor(20, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, peak(child.pid()));
      }
      Runtime.getRuntime().removeShutdownHook(stop);
      return peak;
    } catch (InterruptedException e) {
      child.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a turn was running", e);
    }
  }

  /** 0 once the process has gone. */
  private static double peak(long pid) throws IOException {
    Path status = Path.of("/proc", String.valueOf(pid), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(PEAK))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
        .findFirst()
        .orElse(0);
  }
}
