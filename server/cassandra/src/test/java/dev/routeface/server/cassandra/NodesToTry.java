package dev.routeface.server.cassandra;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * No test but two nodes to try things with, made when asked for by name: at {@code 127.0.0.1:9042}
 * and {@code 127.0.0.2:9042}, in the data centre {@code datacenter1}, until the run is stopped, or
 * the file {@code target/nodes/running} is deleted.
 */
class NodesToTry {
  private static final int CQL = 9042;
  private static final int STORAGE = 7000;

  @Test
  void run() throws Exception {
    TwoNodes.start(new Node.Ports(CQL, STORAGE));
    Path running = Files.writeString(Path.of("target/nodes/running"), "");
    while (Files.exists(running)) {
      Thread.sleep(500);
    }
  }
}
