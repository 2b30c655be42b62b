package dev.routeface.sdk.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Where native libraries may not run. */
class LinkedTest {
  @Test
  void endsInOneLineThatNamesTheFolder() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
    assertEquals(3, RouteFace.linked(() -> 3, print));
    int code =
        RouteFace.linked(
            () -> {
              throw new UnsatisfiedLinkError("x.so: failed to map segment");
            },
            print);
    assertEquals(1, code);
    assertEquals(
        "routeface: expected native libraries that run from %s, found x.so: failed to map segment;"
                .formatted(System.getProperty("java.io.tmpdir"))
            + " a folder mounted with exec: ROUTEFACE_JAVA_OPTS=-Djava.io.tmpdir=DIR"
            + System.lineSeparator(),
        err.toString(StandardCharsets.UTF_8));
  }
}
