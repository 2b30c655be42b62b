package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Some connections that read, each by one thread at a time, each time one state of everything. */
final class Readers {
  private static final int PATIENCE_SECONDS = 30;

  private final BlockingQueue<Tables> idle;
  private final int count;
  private volatile boolean drained;

  Readers(List<Tables> readers) {
    idle = new ArrayBlockingQueue<>(readers.size(), false, readers);
    count = readers.size();
  }

  <T> T read(Function<Tables, T> reading) {
    Tables tables = take();
    try {
      tables.sql().run("BEGIN");
      try {
        return reading.apply(tables);
      } finally {
        tables.sql().run("ROLLBACK");
      }
    } finally {
      idle.add(tables);
    }
  }

  /** Waits for those that read, and lets nobody read any more. */
  void drain() {
    drained = true;
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private Tables take() {
    if (drained) {
      throw new GalleryException(Problem.UNAVAILABLE, "the gallery is closed");
    }
    return next();
  }

  private Tables next() {
    try {
      Tables tables = idle.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (tables == null) {
        throw new GalleryException(Problem.UNAVAILABLE, "the gallery is busy, or closed");
      }
      return tables;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GalleryException(Problem.UNAVAILABLE, "interrupted", e);
    }
  }
}
