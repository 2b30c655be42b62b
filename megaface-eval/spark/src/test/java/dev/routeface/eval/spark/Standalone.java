package dev.routeface.eval.spark;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A master and two workers on loopback, each a process of its own, started from Spark's jars. */
final class Standalone implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Path folder;
  private final int port;
  private final List<Process> processes = new ArrayList<>();

  Standalone(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.port = freePort();
    linkJars();
    start("master.Master", "--port", String.valueOf(port));
    awaitMaster();
    for (int worker = 0; worker < 2; worker++) {
      start(
          "worker.Worker",
          "--cores",
          "1",
          "--memory",
          "600m",
          "--work-dir",
          folder.resolve("work" + worker).toString(),
          master());
    }
  }

  String master() {
    return "spark://%s:%d".formatted(HOST, port);
  }

  /** Kills a worker and what it started, as when a machine goes. */
  void loseWorker() {
    kill(processes.get(1));
  }

  private static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  boolean workerIsAlive() {
    return processes.get(1).isAlive();
  }

  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> children = processes.stream().flatMap(Process::descendants).toList();
    processes.forEach(Process::destroyForcibly);
    children.forEach(ProcessHandle::destroyForcibly);
    for (Process process : processes) {
      process.waitFor();
    }
    children.forEach(child -> child.onExit().join());
  }

  /** Where a worker looks for what an executor runs on. */
  private void linkJars() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("spark/jars"));
    for (String jar : classPath().filter(entry -> entry.endsWith(".jar")).toList()) {
      Path file = Path.of(jar);
      Files.createSymbolicLink(jars.resolve(file.getFileName()), file);
    }
  }

  /** Classes that no jar holds yet. */
  static String classFolders() {
    return String.join(
        File.pathSeparator, classPath().filter(entry -> !entry.endsWith(".jar")).toList());
  }

  private static Stream<String> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).distinct();
  }

  private void start(String daemon, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-cp", folder.resolve("spark/jars") + "/*"));
    command.add("org.apache.spark.deploy." + daemon);
    command.addAll(List.of("--host", HOST, "--webui-port", "0"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", folder.resolve("spark").toString());
    builder.environment().put("SPARK_LOCAL_IP", HOST);
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.redirectOutput(folder.resolve("log" + processes.size()).toFile());
    processes.add(builder.start());
  }

  private void awaitMaster() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 600 && processes.get(0).isAlive(); attempt++) {
      try (Socket socket = new Socket(HOST, port)) {
        return;
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
    throw new IOException(
        "expected a master at %s, found none: %s"
            .formatted(master(), Files.readString(folder.resolve("log0"))));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }
}
