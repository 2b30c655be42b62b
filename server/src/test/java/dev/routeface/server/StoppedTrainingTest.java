package dev.routeface.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.routeface.models.io.Sha256;
import dev.routeface.models.torch.TorchEngine;
import dev.routeface.sdk.cli.RouteFace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, stopped from outside; needs a shell. */
class StoppedTrainingTest {
  private static final int EPOCHS = 60; // so that it has not ended before a busy machine signals
  private static final int SIGINT = 2;

  @TempDir Path home;

  @BeforeEach
  void drawFaces() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "a machine with a shell");
    assumeTrue(hearsControlC(), "a shell that lets its children hear of control-C");
    for (int seed = 1; seed <= 2; seed++) {
      String draw = "data synth --identities 2 --images 4 --size 16 --seed %d --out %s";
      List<String> line = List.of(draw.formatted(seed, home.resolve("faces" + seed)).split(" "));
      assertEquals(0, Commands.run(home.resolve("cache"), line).code());
    }
    TinyRecipes.teacher(home.resolve("teacher.json"), EPOCHS);
  }

  @Test
  void controlCSaysHowToGoOnAndTheSameCommandDoes() throws IOException, InterruptedException {
    Process training = start("stopped");
    Path state = home.resolve("stopped/state.safetensors");
    while (training.isAlive() && Files.notExists(state)) {
      Thread.sleep(10);
    }
    new ProcessBuilder("/bin/sh", "-c", "kill -INT " + training.pid()).start().waitFor();
    boolean ended = training.waitFor(20, TimeUnit.SECONDS);
    training.destroyForcibly();
    assertTrue(ended, "it goes on, whatever it is told");
    assertEquals(128 + SIGINT, training.waitFor());
    assertEquals(
        "\nStopped. The same command goes on from the last whole epoch in %s.\n"
            .formatted(home.resolve("stopped")),
        said("stopped"));
    assertFalse(Files.exists(home.resolve("stopped/card.json")), "it was still training");
    assertGoesOnToTheBitsOf("whole", "stopped");
  }

  /** A job in the background of a script is started with the signal ignored, and so are its own. */
  private static boolean hearsControlC() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.notExists(status)) {
      return true;
    }
    long ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findFirst()
            .orElse(0);
    return (ignored & 1L << SIGINT - 1) == 0;
  }

  private void assertGoesOnToTheBitsOf(String whole, String run) {
    for (String name : List.of(whole, run)) {
      Commands.Result result = Commands.run(home.resolve("cache"), train(name));
      assertEquals("", result.err());
      assertEquals(0, result.code());
    }
    String model = "model.safetensors";
    assertEquals(
        Sha256.ofFile(home.resolve(whole).resolve(model)),
        Sha256.ofFile(home.resolve(run).resolve(model)));
  }

  private List<String> train(String run) {
    String line = "train-teacher %s --data train=%s --data validation=%s --out %s";
    Path faces1 = home.resolve("faces1/faces");
    Path faces2 = home.resolve("faces2/faces");
    Path recipe = home.resolve("teacher.json");
    return List.of(line.formatted(recipe, faces1, faces2, home.resolve(run)).split(" "));
  }

  private Process start(String run) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("tmp")),
            "-Dai.djl.pytorch.num_threads=" + TorchEngine.threads(),
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            System.getProperty("java.class.path"),
            RouteFace.class.getName()));
    command.addAll(train(run));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder.redirectError(errors(run).toFile()).start();
  }

  private Path errors(String run) {
    return home.resolve(run + ".err");
  }

  /** Standard error without what the engine says about itself. */
  private String said(String run) throws IOException {
    return Files.readAllLines(errors(run), StandardCharsets.UTF_8).stream()
        .filter(line -> !line.startsWith("[W") || !line.contains("LegacyTypeDispatch"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
