package dev.routeface.server.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Two nodes on loopback, started once for all tests of a run and killed with it. Their logs stay
 * under {@code target/nodes}.
 */
final class TwoNodes {
  private static TwoNodes running;

  private final List<Node> nodes;

  private TwoNodes(Path folder, Node.Ports ports) {
    this.nodes =
        List.of(
            new Node("127.0.0.1", ports, folder.resolve("one")),
            new Node("127.0.0.2", ports, folder.resolve("two")));
  }

  static synchronized TwoNodes running() {
    try {
      if (running == null) {
        running = start(new Node.Ports(freePort(), freePort()));
      }
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** One after the other: two that begin at once may choose the same tokens. */
  static TwoNodes start(Node.Ports ports) throws IOException, InterruptedException {
    Path target = Files.createDirectories(Path.of("target/nodes").toAbsolutePath());
    TwoNodes started = new TwoNodes(Files.createTempDirectory(target, "ring"), ports);
    Runtime.getRuntime().addShutdownHook(new Thread(started::kill));
    for (Node node : started.nodes) {
      node.start();
      node.await();
    }
    return started;
  }

  List<InetSocketAddress> contacts() {
    return nodes.stream().map(Node::contact).toList();
  }

  Node first() {
    return nodes.get(0);
  }

  Node second() {
    return nodes.get(1);
  }

  private void kill() {
    nodes.forEach(Node::kill);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
      return socket.getLocalPort();
    }
  }
}
