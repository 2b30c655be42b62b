package dev.routeface.sdk.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.opencv.core.MatOfByte;

/** Memory freed twice ends the process, so that this runs in one of its own. */
class HeldTest {
  private static final long NANOS = 3_000_000_000L;

  /**
   * With {@code release} alone this dies sooner or later, so that these seconds find it only
   * sometimes; that nobody else calls it is a rule of the floors.
   */
  @Test
  void theCollectorFreesNothingThatIsBeingFreed() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmn1m",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Churn.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, child.waitFor(), said);
  }

  /** Arrays held and given back by two threads while the collector runs. */
  static final class Churn {
    private Churn() {}

    public static void main(String[] arguments) throws InterruptedException {
      nu.pattern.OpenCV.loadLocally();
      long end = System.nanoTime() + NANOS;
      Thread[] threads = {new Thread(() -> hold(end)), new Thread(() -> hold(end))};
      for (Thread thread : threads) {
        thread.start();
      }
      while (System.nanoTime() < end) {
        Thread.sleep(1);
        System.gc();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    private static void hold(long end) {
      byte[] bytes = new byte[5000];
      while (System.nanoTime() < end) {
        new Held<>(new MatOfByte(bytes)).close();
      }
    }
  }
}
