package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. Whatever waits when it begins goes into one transaction and shares
 * one sync of the disk; each change is whole or absent by a savepoint of its own. A caller waits
 * until the commit is durable and the index shows it.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** Changes per transaction; more gain nothing, and would make the first wait. */
  private static final int MOST = 256;

  /** Milliseconds until a closing is noticed. */
  private static final int PATIENCE = 50;

  /**
   * What a change leaves to do.
   *
   * @param value for the caller
   * @param afterCommit run in the order of the changes, before any caller returns
   */
  record Done<T>(T value, Runnable afterCommit) {
    static <T> Done<T> of(T value) {
      return new Done<>(value, () -> {});
    }
  }

  /** Something to write. May throw, and is then undone. */
  @FunctionalInterface
  interface Change<T> {
    Done<T> make(Tables tables);
  }

  private record Waiting<T>(Change<T> change, CompletableFuture<T> result) {
    /** What is left to do once the change is durable. */
    Runnable make(Tables tables) {
      Done<T> done = change.make(tables);
      return () -> {
        done.afterCommit().run();
        result.complete(done.value());
      };
    }
  }

  private final Tables tables;
  private final BlockingQueue<Waiting<?>> queue = new ArrayBlockingQueue<>(4 * MOST);
  private final Thread thread = new Thread(this::work, "gallery-writer");
  private volatile Optional<String> readOnly;
  private volatile boolean closed;

  GroupCommit(Tables tables) {
    this(tables, Optional.empty());
  }

  /**
   * @param readOnly why no change is taken, if none is
   */
  GroupCommit(Tables tables, Optional<String> readOnly) {
    this.tables = tables;
    this.readOnly = readOnly;
    thread.setDaemon(true);
    thread.start();
  }

  Optional<String> readOnly() {
    return readOnly;
  }

  /** Takes no change from now on, and has the log say so once; the first reason stays. */
  private void refuse(String reason) {
    if (readOnly.isEmpty()) {
      readOnly = Optional.of(reason);
      LOG.error("the gallery takes no changes from now on: {}", reason);
    }
  }

  <T> T write(Change<T> change) {
    readOnly.ifPresent(
        reason -> {
          throw new GalleryException(Problem.READ_ONLY, reason);
        });
    Waiting<T> waiting = new Waiting<>(change, new CompletableFuture<>());
    put(waiting);
    return result(waiting.result());
  }

  /** Writes what waits, then ends. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Waiting<?>> late = new ArrayList<>();
    queue.drainTo(late);
    fail(late, closedNow());
  }

  private void put(Waiting<?> waiting) {
    try {
      boolean taken = false;
      while (!taken && !closed) {
        taken = queue.offer(waiting, PATIENCE, TimeUnit.MILLISECONDS);
      }
      if (!taken || !thread.isAlive()) {
        throw closedNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GalleryException(Problem.UNAVAILABLE, "interrupted before anything was written", e);
    }
  }

  private static <T> T result(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof GalleryException refused) {
        throw new GalleryException(refused.problem(), refused.getMessage(), refused);
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void work() {
    while (!closed || !queue.isEmpty()) {
      List<Waiting<?>> group = next();
      if (!group.isEmpty()) {
        commit(group);
      }
    }
  }

  /** Whatever waits, or soon comes. */
  private List<Waiting<?>> next() {
    List<Waiting<?>> group = new ArrayList<>();
    try {
      Waiting<?> first = queue.poll(PATIENCE, TimeUnit.MILLISECONDS);
      if (first != null) {
        group.add(first);
        queue.drainTo(group, MOST - 1);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts the writer; closing is a flag", e);
    }
    return group;
  }

  private void commit(List<Waiting<?>> group) {
    List<Runnable> after = new ArrayList<>();
    try {
      tables.sql().run("BEGIN IMMEDIATE");
      group.forEach(waiting -> make(waiting).ifPresent(after::add));
      tables.sql().run("COMMIT");
    } catch (RuntimeException | Error e) {
      rollBack(e);
      fail(group, e);
      return;
    }
    show(group, after);
  }

  /** What is durable is shown to searches, or searches would miss it unawares from now on. */
  private void show(List<Waiting<?>> group, List<Runnable> after) {
    try {
      after.forEach(Runnable::run);
    } catch (RuntimeException | Error e) {
      refuse(e.getMessage() + "; what was written last is found once the gallery is opened again");
      fail(group, e);
    }
  }

  private Optional<Runnable> make(Waiting<?> waiting) {
    tables.sql().run("SAVEPOINT change");
    try {
      Runnable after = waiting.make(tables);
      tables.sql().run("RELEASE change");
      return Optional.of(after);
    } catch (RuntimeException e) {
      if (Sql.failed(e)) {
        throw e;
      }
      tables.sql().run("ROLLBACK TO change");
      tables.sql().run("RELEASE change");
      waiting.result().completeExceptionally(e);
      return Optional.empty();
    }
  }

  /** A full disk may have room later; whatever else fails under us needs a person. */
  private void rollBack(Throwable reason) {
    try {
      tables.sql().run("ROLLBACK");
    } catch (GalleryException e) {
      // SQLite has rolled back by itself, as it does after some failures.
      reason.addSuppressed(e);
    }
    boolean full = reason instanceof GalleryException e && e.problem() == Problem.FULL;
    if (!full) {
      refuse(reason.getMessage() + "; no change is taken until the gallery is opened again");
    }
  }

  private static void fail(List<Waiting<?>> group, Throwable reason) {
    group.forEach(waiting -> waiting.result().completeExceptionally(reason));
  }

  private static GalleryException closedNow() {
    return new GalleryException(Problem.UNAVAILABLE, "the gallery is closed");
  }
}
