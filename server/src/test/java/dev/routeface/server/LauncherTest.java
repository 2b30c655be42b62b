package dev.routeface.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell script {@code routeface}, as far as it goes without a build. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("../routeface").toAbsolutePath().normalize();
  private static final String NO_JAVA = "routeface: no java found; install a JDK, 17 or newer\n";

  @TempDir Path elsewhere;

  @BeforeEach
  void needsBash() {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "a machine with bash");
  }

  @Test
  void isWellFormed() throws IOException, InterruptedException {
    assertEquals("0 ", run(List.of("/bin/bash", "-n", LAUNCHER.toString())));
  }

  @Test
  void refusesPolitelyWithoutJava() throws IOException, InterruptedException {
    assertEquals("1 " + NO_JAVA, run(List.of("/bin/bash", LAUNCHER.toString(), "version")));
  }

  @Test
  void findsItsFolderThroughALinkFromElsewhere() throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(elsewhere.resolve("rf"), LAUNCHER);
    assertEquals("1 " + NO_JAVA, run(List.of("/bin/bash", link.toString(), "version")));
  }

  /** Exit code and everything said, where the home of java holds none. */
  private String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(elsewhere.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", elsewhere.resolve("nowhere").toString());
    Process process = builder.start();
    byte[] said = process.getInputStream().readAllBytes();
    return process.waitFor() + " " + new String(said, StandardCharsets.UTF_8);
  }
}
