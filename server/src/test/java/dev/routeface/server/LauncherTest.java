package dev.routeface.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
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
    Path folder = Files.createDirectory(elsewhere.resolve("empty"));
    String said = launched(folder, "version");
    assertTrue(said.startsWith("0 "), said);
    Matcher threads = Pattern.compile("num_threads=(.*)").matcher(said);
    assertTrue(threads.find(), said);
    int cores = Runtime.getRuntime().availableProcessors();
    assertTrue(threads.group(1).matches("[1-9][0-9]*"), said);
    assertTrue(Integer.parseInt(threads.group(1)) <= cores, said);
    assertTrue(
        said.endsWith("dev.routeface.sdk.cli.RouteFace\nversion\narenas 1, mapped 0\n"), said);
    assertArrayEquals(new String[0], folder.toFile().list(), "files in the working folder");
  }

  @Test
  void aServiceHasAnotherCollectorAndRoomOutsideTheHeap() throws IOException, InterruptedException {
    Path folder = Files.createDirectory(elsewhere.resolve("empty"));
    String training = launched(folder, "distill");
    assertTrue(training.contains("-XX:+UseSerialGC\n-Xms64m\n-XX:NewSize=16m\n"), training);
    assertTrue(training.endsWith("arenas 1, mapped 0\n"), training);
    for (String[] command : new String[][] {{"serve"}, {"bench", "serve"}}) {
      String service = launched(folder, command);
      assertTrue(service.startsWith("0 -XX:+UseG1GC\n"), service);
      assertFalse(service.contains("NewSize"), service);
      assertTrue(service.endsWith("arenas 2, mapped \n"), service);
      if (Files.exists(Path.of("/proc/meminfo"))) {
        assertTrue(service.matches("(?s).*-XX:MaxDirectMemorySize=[1-9][0-9]*m\n.*"), service);
      }
    }
  }

  /** Two versions of a library would be on the class path otherwise. */
  @Test
  void whatIsBuiltAnewHoldsNothingOfTheLastBuild() throws IOException, InterruptedException {
    Path home = builtCopy();
    Path lib = Files.createDirectory(home.resolve("server/target/app/lib"));
    Files.createFile(lib.resolve("engine-1.29.jar"));
    assertTrue(home.resolve("server/target/app/.built").toFile().setLastModified(0));
    program(
        "bin/mvn", "mkdir server/target/app/lib && touch server/target/app/lib/engine-1.28.jar");
    String said = launched(elsewhere, "version");
    assertTrue(said.startsWith("0 Building RouteFace "), said);
    assertArrayEquals(new String[] {"engine-1.28.jar"}, lib.toFile().list());
  }

  private void program(String name, String script) throws IOException {
    Path file = elsewhere.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/bash\n" + script + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  /** What a java is told that says it, and in which arenas of memory. */
  private String launched(Path folder, String... arguments)
      throws IOException, InterruptedException {
    Path home = elsewhere.resolve("home");
    if (!Files.exists(home)) {
      builtCopy();
    }
    program(
        "jdk/bin/java",
        """
        printf '%s\\n' "$@"
        echo "arenas ${MALLOC_ARENA_MAX:-}, mapped ${MALLOC_MMAP_MAX_:-}"\
        """);
    List<String> command = new ArrayList<>(List.of(home.resolve("routeface").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", elsewhere.resolve("jdk").toString());
    builder
        .environment()
        .merge("PATH", elsewhere.resolve("bin").toString(), (old, own) -> own + ":" + old);
    builder.environment().keySet().removeAll(List.of("ROUTEFACE_THREADS", "MALLOC_MMAP_MAX_"));
    return said(builder.directory(folder.toFile()));
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
