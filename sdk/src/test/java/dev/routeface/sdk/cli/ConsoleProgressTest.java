package dev.routeface.sdk.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.routeface.sdk.math.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private long now;
  private final ConsoleProgress.Lines task =
      new ConsoleProgress.Lines(
          "faces", 100, new PrintStream(printed, true, StandardCharsets.UTF_8), () -> now);

  @Test
  void estimatesWhatIsLeftFromThePaceSoFar() {
    task.note("loss 0.31");
    assertEquals(
        "faces: 25 of 100, 0:01:00 so far, 0:03:00 left  loss 0.31",
        task.line(25, TimeUnit.MINUTES.toNanos(1)));
  }

  @Test
  void knowsNoPaceBeforeTheFirstStep() {
    assertEquals(
        "faces: 0 of 100, 1:01:01 so far, unknown left",
        task.line(0, TimeUnit.SECONDS.toNanos(3661)));
  }

  @Test
  void staysSilentOverShortWork() {
    task.stepBy(100);
    task.close();
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void saysTheEndOnce() {
    now = TimeUnit.SECONDS.toNanos(11);
    task.stepBy(100);
    now = TimeUnit.SECONDS.toNanos(12);
    task.close();
    assertEquals(
        "faces: 100 of 100, 0:00:11 so far, 0:00:00 left%n".formatted(),
        printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void saysTheEndWhereTheLastLineDidNot() {
    now = TimeUnit.SECONDS.toNanos(11);
    task.stepBy(50);
    task.stepBy(50);
    task.close();
    assertEquals(
        "faces: 50 of 100, 0:00:11 so far, 0:00:11 left%nfaces: 100 of 100, 0:00:11 so far, 0:00:00 left%n"
            .formatted(),
        printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void nobodyLookingIsFine() {
    try (Progress.Task nothing = Progress.NONE.start("faces", 2)) {
      nothing.step();
      nothing.note("half");
    }
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }
}
