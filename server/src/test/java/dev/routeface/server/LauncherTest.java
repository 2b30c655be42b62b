package dev.routeface.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  @Test
  void takesTheFreeCoresAndLeavesNothingBehind() throws IOException, InterruptedException {
    Path home = builtCopy();
    Path java = elsewhere.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/bash\nprintf '%s\\n' \"$@\"\n");
    assertTrue(java.toFile().setExecutable(true));
    Path folder = Files.createDirectory(elsewhere.resolve("empty"));
    ProcessBuilder builder = new ProcessBuilder(home.resolve("routeface").toString(), "version");
    builder.environment().put("JAVA_HOME", elsewhere.resolve("jdk").toString());
    builder.environment().remove("ROUTEFACE_THREADS");
    String said = said(builder.directory(folder.toFile()));
    assertTrue(said.startsWith("0 "), said);
    Matcher threads = Pattern.compile("num_threads=(.*)").matcher(said);
    assertTrue(threads.find(), said);
    int cores = Runtime.getRuntime().availableProcessors();
    assertTrue(threads.group(1).matches("[1-9][0-9]*"), said);
    assertTrue(Integer.parseInt(threads.group(1)) <= cores, said);
    assertTrue(said.endsWith("dev.routeface.sdk.cli.RouteFace\nversion\n"), said);
    assertArrayEquals(new String[0], folder.toFile().list(), "files in the working folder");
  }

  /** The launcher in a home that looks built. */
  private Path builtCopy() throws IOException {
    Path home = Files.createDirectory(elsewhere.resolve("home"));
    Files.copy(LAUNCHER, home.resolve("routeface"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createFile(home.resolve("pom.xml"));
    Files.createFile(
        Files.createDirectories(home.resolve("sdk/src/main")).resolve("../../pom.xml"));
    Path app = Files.createDirectories(home.resolve("server/target/app"));
    Files.createFile(app.resolve(".built"));
    return home;
  }

  /** Exit code and everything said, where the home of java holds none. */
  private String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", elsewhere.resolve("nowhere").toString());
    return said(builder.directory(elsewhere.toFile()));
  }

  private static String said(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    byte[] said = process.getInputStream().readAllBytes();
    return process.waitFor() + " " + new String(said, StandardCharsets.UTF_8);
  }
}
