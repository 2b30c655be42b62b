package dev.routeface.server.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Cassandra node: a process of its own, started from Cassandra's jars on a loopback address. */
final class Node {
  private static final Path CLASS_PATH = Path.of("node/target/node.classpath");

  private final String address;
  private final Ports ports;
  private final Path folder;
  private Process process;

  /** What the nodes of one ring have in common, beside the seed's address. */
  record Ports(int cql, int storage) {}

  Node(String address, Ports ports, Path folder) {
    this.address = address;
    this.ports = ports;
    this.folder = folder;
  }

  InetSocketAddress contact() {
    return new InetSocketAddress(address, ports.cql());
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Returns at once; {@link #await} says when the node answers. */
  void start() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("cassandra.yaml"), settings());
    process =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
  }

  void await() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 1800 && process.isAlive(); attempt++) {
      try (Socket socket = new Socket()) {
        socket.connect(contact(), 1000);
        return;
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
    throw new IOException("expected a node at %s, found none; see %s".formatted(contact(), log()));
  }

  /** As when the machine goes: nothing is flushed, nobody is told. */
  void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  private Path log() {
    return folder.resolve("log.txt");
  }

  private List<String> command() throws IOException {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xms640m",
        "-Xmx640m",
        "-XX:MaxDirectMemorySize=384m",
        "-XX:+UseSerialGC",
        "@" + resource("node.args"),
        "-Dlogback.configurationFile=" + resource("node-log.xml"),
        "-Dcassandra.config=" + folder.resolve("cassandra.yaml").toUri(),
        "-Dcassandra.storagedir=" + folder,
        "-Dcassandra-foreground=yes",
        "-Dcassandra.ring_delay_ms=2000",
        "-Dcassandra.skip_wait_for_gossip_to_settle=0",
        "-Dcassandra.superuser_setup_delay_ms=0",
        "-cp",
        Path.of("target/test-classes").toAbsolutePath()
            + ":"
            + Files.readString(CLASS_PATH).strip(),
        NodeProcess.class.getName());
  }

  private String settings() throws IOException {
    try (InputStream template = Node.class.getResourceAsStream("node.yaml")) {
      return new String(template.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .replace("@ADDRESS@", address)
          .replace("@SEED@", "127.0.0.1:" + ports.storage())
          .replace("@STORAGE_PORT@", String.valueOf(ports.storage()))
          .replace("@CQL_PORT@", String.valueOf(ports.cql()))
          .replace("@FOLDER@", folder.toString());
    }
  }

  private static Path resource(String name) {
    return Path.of("target/test-classes/dev/routeface/server/cassandra", name).toAbsolutePath();
  }
}
