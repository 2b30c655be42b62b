package dev.routeface.sdk.bench;

import dev.routeface.models.io.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs turns in JVMs of their own, with this one's class path. */
public final class ChildJvm {
  private static final String THREADS = "-Dai.djl.pytorch.num_threads=";

  /** What the launcher sets for glibc's memory allocator. */
  private static final String ALLOCATOR = "MALLOC_";

  private final int threads;

  /**
   * @param threads threads of one operation of the engine, in every arm
   */
  ChildJvm(int threads) {
    this.threads = threads;
  }

  /** Variables of this process's environment that a plain JVM would not have. */
  static List<String> tuning(Map<String, String> environment) {
    return environment.keySet().stream()
        .filter(name -> name.startsWith(ALLOCATOR))
        .sorted()
        .toList();
  }

  /**
   * Measures one turn and waits for it.
   *
   * @throws IllegalStateException with what the child printed, if it fails
   */
  Measurement run(Turn turn) {
    try {
      Path folder = Files.createTempDirectory("bench");
      try {
        return run(turn, folder.resolve("result.json"), folder.resolve("output.txt"));
      } finally {
        Files.deleteIfExists(folder.resolve("result.json"));
        Files.deleteIfExists(folder.resolve("output.txt"));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a turn of the bench cannot run: " + e.getMessage(), e);
    }
  }

  private Measurement run(Turn turn, Path result, Path output) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(turn, result));
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    if (!turn.arm().launched()) {
      tuning(builder.environment()).forEach(builder.environment()::remove);
    }
    int code = await(builder.start());
    if (code != 0) {
      throw new IllegalStateException(
          "%s: expected exit code 0 of its JVM, found %d: %s"
              .formatted(turn.arm().key(), code, Files.readString(output)));
    }
    return Fields.open(result).read(Measurement::of);
  }

  List<String> command(Turn turn, Path result) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (turn.arm().launched()) {
      words.addAll(flags());
    }
    words.add(THREADS + threads);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Turn.class.getName()));
    words.addAll(turn.arguments());
    words.add(result.toString());
    return words;
  }

  /**
   * Another JVM with this one's flags and class path. The path goes by the environment: with
   * thousands of characters it would hide what a command line says.
   *
   * @param words main class and arguments
   */
  public static ProcessBuilder likeThisOne(List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(inputArguments());
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder;
  }

  /** This JVM's own flags, without agents of whoever watches it. */
  private static List<String> inputArguments() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agentlib"))
        .toList();
  }

  private static List<String> flags() {
    return inputArguments().stream().filter(flag -> !flag.startsWith(THREADS)).toList();
  }

  /** A stopped bench leaves no child behind. */
  private static int await(Process child) {
    Thread stop = new Thread(child::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      int code = child.waitFor();
      Runtime.getRuntime().removeShutdownHook(stop);
      return code;
    } catch (InterruptedException e) {
      child.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a turn was running", e);
    }
  }
}
