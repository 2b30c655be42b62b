package dev.routeface.sdk.pull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a download that gives no byte for too long: Java's client waits for ever once the headers
 * are there. Closing the stream wakes whoever reads it.
 */
final class StallGuard implements AutoCloseable {
  private final InputStream in;
  private final long limit;
  private final Thread watch;
  private volatile long last = System.nanoTime();
  private volatile boolean stalled;

  StallGuard(InputStream in, Duration limit) {
    this.in = in;
    this.limit = limit.toNanos();
    this.watch = new Thread(this::watch, "stall-guard");
    watch.setDaemon(true);
    watch.start();
  }

  /** Reads as the stream does. */
  int read(byte[] chunk) throws IOException {
    int read;
    try {
      read = in.read(chunk);
    } catch (IOException e) {
      throw stalled ? silence() : e;
    }
    if (stalled) {
      throw silence();
    }
    last = System.nanoTime();
    return read;
  }

  private IOException silence() {
    return new IOException("nothing for %d s".formatted(TimeUnit.NANOSECONDS.toSeconds(limit)));
  }

  private void watch() {
    try {
      for (long left = limit; left > 0; left = last + limit - System.nanoTime()) {
        TimeUnit.NANOSECONDS.sleep(left);
      }
      stalled = true;
      in.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the download is over
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
