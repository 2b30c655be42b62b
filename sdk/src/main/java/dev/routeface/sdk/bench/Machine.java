package dev.routeface.sdk.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.torch.TorchEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a bench ran on, and how busy it was.
 *
 * @param processor name of the processor, {@code unknown} where the system does not tell
 * @param cores that this JVM may use
 * @param java version of the JDK
 * @param system operating system and processor architecture
 * @param engine name and version of the tensor engine
 * @param threads threads of one operation of the engine
 * @param load processes that ran or waited for a core in the last minute, on average, before the
 *     bench began; negative where the system does not tell
 * @param tuning names of the launcher's variables that were set
 */
public record Machine(
    String processor,
    int cores,
    String java,
    String system,
    String engine,
    int threads,
    double load,
    List<String> tuning) {
  /** Above this load another process takes a share of every figure. */
  public static final double QUIET = 0.3;

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  public Machine {
    tuning = List.copyOf(tuning);
  }

  /**
   * This machine now.
   *
   * @param threads threads of one operation of the engine
   */
  public static Machine now(int threads) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().toString(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        TorchEngine.version(),
        threads,
        load,
        ChildJvm.tuning(System.getenv()));
  }

  /** What a reader of the figures has to be warned of. */
  public List<String> warnings() {
    String busy =
        "the load average was %.2f before the bench began, above %.1f: other processes took a share"
            .formatted(load, QUIET);
    String untuned =
        "the launcher's environment is not set: ours ran without it, and the ratios are too small";
    return Stream.of(load > QUIET ? busy : "", tuning.isEmpty() ? untuned : "")
        .filter(warning -> !warning.isEmpty())
        .toList();
  }

  /** One line for a table. */
  public String summary() {
    return "%s, %d cores, %s; Java %s, %s, %d threads; load %.2f"
        .formatted(processor, cores, system, java, engine, threads, load);
  }

  private static String processorName() {
    if (!Files.isReadable(PROCESSORS)) {
      return "unknown";
    }
    try {
      return processorName(Files.readAllLines(PROCESSORS));
    } catch (IOException e) {
      throw new UncheckedIOException(PROCESSORS + ": cannot be read: " + e.getMessage(), e);
    }
  }

  static String processorName(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  /** Reads the form that {@link #toJson} writes. */
  public static Machine of(Fields fields) {
    return new Machine(
        fields.text("processor"),
        fields.integer("cores", 1, 1_000_000),
        fields.text("java"),
        fields.text("system"),
        fields.text("engine"),
        fields.integer("threads", 1, 1_000_000),
        fields.number("load", -1, 1e9),
        fields.texts("tuning"));
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("processor", processor).put("cores", cores);
    json.put("java", java).put("system", system).put("engine", engine);
    json.put("threads", threads).put("load", load);
    tuning.forEach(json.putArray("tuning")::add);
    return json;
  }
}
