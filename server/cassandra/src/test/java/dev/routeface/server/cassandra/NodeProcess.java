package dev.routeface.server.cassandra;

import java.io.IOException;

/** The process of a node: Cassandra's own main, and an end when the test that started it ends. */
final class NodeProcess {
  private NodeProcess() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread watch = new Thread(NodeProcess::endWithTheTest, "end-with-the-test");
    watch.setDaemon(true);
    watch.start();
    Class.forName("org.apache.cassandra.service.CassandraDaemon")
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments);
  }

  /** The pipe of the standard input closes however the other side dies. */
  private static void endWithTheTest() {
    try {
      System.in.readAllBytes();
    } catch (IOException gone) {
      Runtime.getRuntime().halt(2);
    }
    Runtime.getRuntime().halt(1);
  }
}
