package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.torch.TorchEngine;
import dev.routeface.sdk.math.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, really killed, wherever they happen to be. */
class KilledTrainingTest {
  /** Few, since every epoch waits for the disk; enough to outlive the longest life. */
  private static final int EPOCHS = 15;

  private static final int LONGEST_LIFE_MILLIS = 80;

  @TempDir Path folder;

  @Test
  void aTrainingKilledAtRandomEndsWithTheBitsOfOneThatWasNot()
      throws IOException, InterruptedException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    int interrupted = 0;
    for (TinyRun run : TinyRun.values()) {
      for (int kill = 0; kill < kills(run); kill++) {
        interrupted += killed(run, random.nextInt(LONGEST_LIFE_MILLIS)) ? 1 : 0;
      }
    }
    String when = interrupted + " kills hit, seed " + seed;
    assertTrue(interrupted > 0, when);
    Process last = child();
    last.getInputStream().readAllBytes();
    assertEquals(0, last.waitFor(), when);

    Path reference = folder.resolve("reference");
    for (TinyRun run : TinyRun.values()) {
      run.train(reference, EPOCHS, Progress.NONE);
      Path found = run.folder(folder.resolve("killed"));
      SameRun.check(run.folder(reference), found, run + ", " + when);
      assertEachEpochOnce(found, when);
    }
  }

  /** A process costs seconds; the teacher, which writes most files, dies twice. */
  private static int kills(TinyRun run) {
    return run == TinyRun.TEACHER ? 2 : 1;
  }

  /**
   * Lets a child live until some time after it has gone an epoch further with this run.
   *
   * @return whether the run was still under way
   */
  private boolean killed(TinyRun run, int afterMillis) throws IOException, InterruptedException {
    Run under = new Run(run.folder(folder.resolve("killed")));
    Process child = child();
    BufferedReader says = child.inputReader();
    for (String line = says.readLine(); line != null; line = says.readLine()) {
      if (line.equals(run.name())) {
        Thread.sleep(afterMillis);
        break;
      }
    }
    child.destroyForcibly().waitFor();
    return under.seconds() > 0 && !under.done();
  }

  private Process child() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        List.of(
            java.toString(),
            "-XX:TieredStopAtLevel=1",
            "--add-modules",
            "jdk.incubator.vector",
            "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
            "-Dai.djl.pytorch.num_threads=" + TorchEngine.threads(),
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            System.getProperty("java.class.path"),
            KilledChild.class.getName(),
            folder.resolve("killed").toString(),
            String.valueOf(EPOCHS));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void assertEachEpochOnce(Path run, String when) {
    List<Integer> epochs =
        RunLog.read(run.resolve("log.jsonl"), "epoch").stream()
            .map(line -> line.get("epoch").asInt())
            .toList();
    List<Integer> counted = IntStream.rangeClosed(1, epochs.size()).boxed().toList();
    assertEquals(counted, epochs, when);
  }
}
